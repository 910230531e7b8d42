package org.tenantry.gateway;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.Inheritance;
import org.tenantry.gateway.edge.RouteSnapshot;
import org.tenantry.gateway.edge.RouteTable;
import org.tenantry.gateway.edge.Rulebook;
import org.tenantry.gateway.edge.tls.TlsSettings;

/**
 * The ground that a gateway stands on from its start to its end, and which needs nobody else: what it keeps in its home, and
 * the edge with the routes of the snapshot.
 */
record Ground(
        GatewaySettings settings,
        HomeFiles files,
        SealingKey key,
        SecureRandom random,
        Ids ids,
        InstantSource clock,
        RouteTable routes,
        Rulebook rules,
        Edge edge,
        Inheritance inheritance)
        implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Opens it, to be called by whoever holds the home. The edge is yet to be told to accept clients. */
    static Ground open(GatewaySettings settings, Inheritance inheritance) {
        PrivateFile.directory(settings.home().resolve("log"));
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(random);
        InstantSource clock = InstantSource.system();
        HomeFiles files = new HomeFiles(settings, random);
        SealingKey key = files.sealingKey();
        RouteTable routes = new RouteTable();
        Rulebook rules = settings.rulebook(key);
        RouteSnapshot.load(settings.own().resolve("routes.json"), rules).forEach(routes::put);
        Edge edge = Edge.prepare(edgeSettings(settings), routes, clock, ids, inheritance);
        return new Ground(settings, files, key, random, ids, clock, routes, rules, edge, inheritance);
    }

    /** Lets what is in flight end, for a moment. */
    @Override
    public void close() {
        edge.drain(DRAIN);
    }

    private static EdgeSettings edgeSettings(GatewaySettings settings) {
        return EdgeSettings.on(settings.listen(), settings.edgePort())
                .withEventLoops(settings.edgeLoops())
                .withTransport(settings.edgeTransport())
                .withH2c(settings.h2c())
                .withLimits(settings.limits())
                .withAccessLog(settings.home().resolve("log").resolve("access.log"))
                .withRotation(settings.accessLog())
                .withBalancers(settings.balancers())
                .withTls(TlsSettings.on(settings.edgeTlsPort(), settings.certificates())
                        .withPublicPort(settings.publicTlsPort().orElse(0)));
    }
}
