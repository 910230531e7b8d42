package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.door.Door;

/** The admin API: its port, which is open from the start, and what answers there. */
public final class Api {
    /** Where version 1 begins. */
    public static final String BASE = "/api/v1";

    private static final int RUNNING = 16;
    private static final int WAITING = 64;
    private static final int STREAMS = 32;
    private static final int IDLE_SECONDS = 75;
    private static final Door.Bounds BOUNDS =
            new Door.Bounds(256, 2_048, Duration.ofSeconds(10), Duration.ofSeconds(IDLE_SECONDS));

    private final Vertx vertx;
    private final ApiSettings settings;
    private final HttpServer server;
    private volatile Handler<HttpServerRequest> handler;

    private Api(Vertx vertx, ApiSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(settings.listen())
                .setPort(settings.port())
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        this.handler = Absence.router(vertx, settings, Absence.UNKNOWN);
    }

    /**
     * Listens. Until there are use cases to serve, requests are refused for now and the gateway is alive but not ready. Fails
     * with {@code TAKEN} where somebody else has the port.
     */
    public static Future<Api> open(Vertx vertx, ApiSettings settings) {
        Api api = new Api(vertx, settings);
        Door door = new Door(vertx, BOUNDS);
        return api.server
                .connectionHandler(door::entered)
                .requestHandler(request -> {
                    door.asked(request);
                    api.handler.handle(request);
                })
                .listen()
                .map(api)
                .recover(failure -> Future.failedFuture(taken(settings, failure)));
    }

    /** From now on requests are refused with that reason. */
    public void refuse(TenantryException why) {
        handler = Absence.router(vertx, settings, why);
    }

    /** From now on requests are answered. Throws where a route declares no permission or no tenant. */
    public void serve(UseCases useCases) {
        serve(useCases, routes(vertx, useCases));
    }

    void serve(UseCases useCases, RouteList routes) {
        Desk desk = new Desk(
                vertx,
                useCases.tokens(),
                new Workers(RUNNING, WAITING),
                new Slots(STREAMS),
                new Repeats(useCases.repetitions()),
                settings.meters(),
                new RequestIds(settings.ids()));
        desk.measure();
        handler = router(desk, useCases, routes);
    }

    /** The routes that are served, in groups as the documentation has them. */
    static RouteList routes(Vertx vertx, UseCases use) {
        return RouteList.of(
                new TenantRoutes(use.tenants()).routes(),
                new TemplateRoutes(use.templates()).routes(),
                new InstanceRoutes(use.instances(), use.tenants()).routes(),
                new StreamRoutes(vertx, use.instances(), use.templates(), use.streams(), use.tokens()).routes(),
                new OperationRoutes(use.operations(), use.instances()).routes(),
                new AuditRoutes(use.audit()).routes(),
                new TokenRoutes(use.tokens(), use.tenants()).routes(),
                new EventRoutes(use.events(), use.tokens()).routes(),
                new ClusterRoutes(use.nodes(), use.version()).routes());
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Ends it; requests under way are cut off after a moment. */
    public Future<Void> close() {
        return server.shutdown(2, TimeUnit.SECONDS);
    }

    private Router router(Desk desk, UseCases useCases, RouteList routes) {
        Router router = Router.router(vertx);
        new Probes(vertx, desk.workers(), desk.ids(), useCases.readiness(), settings.meters()).mount(router);
        for (ApiRoute route : routes.routes()) {
            Dispatch dispatch = new Dispatch(desk, route);
            router.route(route.method(), BASE + pattern(route.path())).handler(dispatch::handle);
        }
        for (ApiRoute route : routes.routes()) {
            String methods = String.join(", ", routes.methods(route.path()));
            router.route(BASE + pattern(route.path())).handler(routing -> notAllowed(desk, routing, methods));
        }
        router.route().handler(routing -> nowhere(desk, routing));
        router.errorHandler(400, routing -> malformed(desk, routing));
        router.errorHandler(
                500,
                routing -> Responses.fail(
                        routing.response(),
                        Optional.ofNullable(routing.failure()).orElseGet(() -> new IllegalStateException("no cause")),
                        desk.requestId(routing)));
        return router;
    }

    private static Throwable taken(ApiSettings settings, Throwable failure) {
        return failure instanceof BindException
                ? TenantryException.field(
                        ErrorCode.TAKEN,
                        "api.port",
                        settings.listen() + ":" + settings.port(),
                        "an address and a port of this machine that nobody listens on")
                : failure;
    }

    private static String pattern(String path) {
        return path.replaceAll("\\{([a-z]+)}", ":$1");
    }

    private static void notAllowed(Desk desk, RoutingContext routing, String methods) {
        routing.response().putHeader("Allow", methods);
        refuse(
                desk,
                routing,
                TenantryException.field(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "method",
                        routing.request().method().name(),
                        methods));
    }

    private static void nowhere(Desk desk, RoutingContext routing) {
        refuse(desk, routing, TenantryException.notFound("path", Heads.path(routing)));
    }

    private static void malformed(Desk desk, RoutingContext routing) {
        refuse(desk, routing, TenantryException.of(ErrorCode.MALFORMED, "the request's head is not HTTP as expected"));
    }

    private static void refuse(Desk desk, RoutingContext routing, TenantryException why) {
        Responses.fail(routing.response(), why, desk.requestId(routing))
                .onComplete(sent -> Bodies.discard(desk.vertx().getOrCreateContext(), routing.request()));
    }
}
