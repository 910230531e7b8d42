package org.tenantry.gateway.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.tenantry.gateway.tokens.Tokens;

/** What every route needs to take a request in: it is the same for all of them. */
record Desk(
        Vertx vertx,
        Tokens tokens,
        Workers workers,
        Slots streams,
        Repeats repeats,
        MeterRegistry meters,
        RequestIds ids) {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    String requestId(RoutingContext routing) {
        return ids.of(routing);
    }

    /** Shows how many streams are open. */
    void measure() {
        Gauge.builder("tenantry.api.streams.open", streams, Slots::total)
                .description("Streams that the admin API has open")
                .register(meters);
    }

    /** Counts and logs a request that is over; mere reading is not worth a line. Labels are routes and statuses, which tenants don't multiply. */
    void observe(Timer.Sample sample, ApiRoute route, RoutingContext routing) {
        int status = routing.response().getStatusCode();
        sample.stop(Timer.builder("tenantry.api.requests")
                .description("Requests of the admin API until their last byte")
                .tag("route", route.toString())
                .tag("status", String.valueOf(status))
                .register(meters));
        Level level = route.method().equals(HttpMethod.GET) && status < 400 ? Level.DEBUG : Level.INFO;
        LOG.atLevel(level)
                .log(
                        "{}: {} {} answered {}",
                        requestId(routing),
                        route.method(),
                        Heads.pathWithoutTokens(routing),
                        status);
    }
}
