package org.tenantry.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What supervisors ask, without a token and outside {@code /api}: {@code /healthz} says that the process answers, {@code
 * /readyz} that it can do its work, {@code /metrics} what it measured.
 */
final class Probes {
    private final Vertx vertx;
    private final Workers workers;
    private final RequestIds ids;
    private final Supplier<Readiness> readiness;
    private final PrometheusMeterRegistry meters;

    Probes(
            Vertx vertx,
            Workers workers,
            RequestIds ids,
            Supplier<Readiness> readiness,
            PrometheusMeterRegistry meters) {
        this.vertx = vertx;
        this.workers = workers;
        this.ids = ids;
        this.readiness = readiness;
        this.meters = meters;
    }

    void mount(Router router) {
        router.route(HttpMethod.GET, "/healthz")
                .handler(routing -> Responses.send(
                        routing.response(), Answer.text(200, "text/plain; charset=utf-8", "ok\n"), ids.of(routing)));
        router.route(HttpMethod.GET, "/readyz").handler(routing -> answer(routing, this::ready));
        router.route(HttpMethod.GET, "/metrics").handler(routing -> answer(routing, this::measured));
    }

    private Answer ready() {
        Readiness now = readiness.get();
        return Answer.json(now.ready() ? 200 : 503, now);
    }

    private Answer measured() {
        return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
    }

    private void answer(RoutingContext routing, Callable<Answer> make) {
        Context context = vertx.getOrCreateContext();
        String id = ids.of(routing);
        workers.run(context, "probes", make)
                .compose(answer -> Responses.send(routing.response(), answer, id))
                .onFailure(failure -> Responses.fail(routing.response(), failure, id));
    }
}
