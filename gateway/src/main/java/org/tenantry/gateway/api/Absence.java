package org.tenantry.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** What the API's port answers while nothing can be served: probes as they are, and 503 with the reason to all else. */
final class Absence {
    /** Before anybody asked the store. */
    static final TenantryException UNKNOWN =
            TenantryException.of(ErrorCode.UNAVAILABLE, "the store has not answered yet");

    private static final int PROBES = 16;

    private Absence() {}

    static Router router(Vertx vertx, ApiSettings settings, TenantryException why) {
        RequestIds ids = new RequestIds(settings.ids());
        Readiness readiness = new Readiness(false, Map.of("store", why.message()));
        Router router = Router.router(vertx);
        new Probes(vertx, new Workers(PROBES, PROBES), ids, () -> readiness, settings.meters()).mount(router);
        router.route().handler(routing -> refuse(vertx, ids, routing, why));
        router.errorHandler(400, routing -> refuse(vertx, ids, routing, why));
        return router;
    }

    private static void refuse(Vertx vertx, RequestIds ids, RoutingContext routing, TenantryException why) {
        Responses.fail(routing.response(), why, ids.of(routing))
                .onComplete(sent -> Bodies.discard(vertx.getOrCreateContext(), routing.request()));
    }
}
