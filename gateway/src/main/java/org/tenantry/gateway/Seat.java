package org.tenantry.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.tenantry.common.control.Blocking;
import org.tenantry.gateway.api.Api;
import org.tenantry.gateway.api.ApiSettings;

/**
 * What only one gateway of a home has at a time: the home itself, and the API's port, which says for itself what is missing.
 * A gateway that hands over leaves it while its edge goes on, and may have to take it again.
 */
record Seat(Vertx vertx, PrometheusMeterRegistry meters, Api api, Parts parts) implements AutoCloseable {

    /** Takes it; where anything is refused, nothing of it is left open, the home neither. */
    static Seat take(Ground ground, HomeLock lock) {
        Parts parts = new Parts();
        parts.keep(lock);
        try {
            return take(ground, parts);
        } catch (RuntimeException refused) {
            parts.close();
            throw refused;
        }
    }

    private static Seat take(Ground ground, Parts parts) {
        GatewaySettings settings = ground.settings();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Measures.ofGround(meters, ground.edge());
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        parts.keep(() -> Blocking.await(vertx.close()));
        ApiSettings wanted = new ApiSettings(settings.listen(), settings.apiPort(), meters, ground.ids());
        Api api = Blocking.await(Api.open(vertx, wanted));
        parts.keep(() -> Blocking.await(api.close()));
        return new Seat(vertx, meters, api, parts);
    }

    /** The home is the last to go. */
    @Override
    public void close() {
        parts.close();
    }
}
