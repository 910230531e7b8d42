package org.tenantry.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.gateway.api.Api;
import org.tenantry.gateway.api.ApiSettings;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.RouteSnapshot;
import org.tenantry.gateway.edge.RouteTable;
import org.tenantry.gateway.edge.tls.TlsSettings;

/**
 * The ground that a gateway stands on, which needs nobody else: its home, the edge with the routes of the snapshot, and the
 * API's port, which says for itself what is missing.
 */
record Ground(
        GatewaySettings settings,
        HomeFiles files,
        SealingKey key,
        SecureRandom random,
        Ids ids,
        InstantSource clock,
        RouteTable routes,
        Edge edge,
        Vertx vertx,
        PrometheusMeterRegistry meters,
        Api api,
        Parts parts)
        implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Opens it; where anything is refused, nothing of it is left open. */
    static Ground open(GatewaySettings settings) {
        Parts parts = new Parts();
        try {
            return open(settings, parts);
        } catch (RuntimeException refused) {
            parts.close();
            throw refused;
        }
    }

    private static Ground open(GatewaySettings settings, Parts parts) {
        PrivateFile.directory(settings.home().resolve("log"));
        parts.keep(HomeLock.take(settings.own()));
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(random);
        InstantSource clock = InstantSource.system();
        HomeFiles files = new HomeFiles(settings, random);
        SealingKey key = files.sealingKey();
        RouteTable routes = new RouteTable();
        RouteSnapshot.load(settings.own().resolve("routes.json"))
                .forEach(route -> routes.put(route.withRules(settings.rules())));
        Edge edge = Edge.start(edgeSettings(settings), routes, clock, ids);
        parts.keep(() -> edge.drain(DRAIN));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Measures.ofGround(meters, edge);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        parts.keep(() -> Blocking.await(vertx.close()));
        Api api = Blocking.await(Api.open(vertx, new ApiSettings(settings.listen(), settings.apiPort(), meters, ids)));
        parts.keep(() -> Blocking.await(api.close()));
        return new Ground(settings, files, key, random, ids, clock, routes, edge, vertx, meters, api, parts);
    }

    /** The edge is the last to go. */
    @Override
    public void close() {
        parts.close();
    }

    private static EdgeSettings edgeSettings(GatewaySettings settings) {
        return EdgeSettings.on(settings.listen(), settings.edgePort())
                .withEventLoops(settings.edgeLoops())
                .withAccessLog(settings.home().resolve("log").resolve("access.log"))
                .withTls(TlsSettings.on(settings.edgeTlsPort(), settings.certificates())
                        .withPublicPort(settings.publicTlsPort().orElse(0)));
    }
}
