package org.tenantry.gateway.api;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.access.Subject;

/**
 * Takes one route's requests from head to answer: who is it, read the body, may it, do it once, answer. Nothing of a request
 * but its head is read before its token is known.
 */
final class Dispatch {
    private final Desk desk;
    private final ApiRoute route;
    private final Guard guard;
    private final Handling handling;

    Dispatch(Desk desk, ApiRoute route) {
        this.desk = desk;
        this.route = route;
        this.guard = new Guard(route);
        this.handling = route.handling().orElseThrow();
    }

    void handle(RoutingContext routing) {
        HttpServerRequest http = routing.request();
        http.pause();
        Context context = desk.vertx().getOrCreateContext();
        String requestId = desk.requestId(routing);
        Timer.Sample sample = Timer.start(desk.meters());
        authenticated(context, routing)
                .compose(principal -> Bodies.read(desk.vertx(), http, route)
                        .map(body -> Heads.request(routing, route, requestId, body))
                        .compose(request -> worked(context, principal, request))
                        .compose(outcome -> finished(routing, outcome, requestId)))
                .recover(failure -> failed(context, routing, failure, requestId))
                .onComplete(done -> desk.observe(sample, route, routing));
    }

    private Future<Principal> authenticated(Context context, RoutingContext routing) {
        Secret token;
        try {
            token = Heads.bearer(routing);
        } catch (TenantryException none) {
            return Future.failedFuture(none);
        }
        String from = "from " + routing.request().remoteAddress().hostAddress();
        return desk.workers()
                .run(
                        context,
                        from,
                        () -> desk.tokens()
                                .verify(token)
                                .orElseThrow(() -> TenantryException.of(
                                        ErrorCode.UNAUTHENTICATED, "the token is not valid, or not valid any more")));
    }

    private Future<Outcome> worked(Context context, Principal principal, Exchange.Request request) {
        String group = principal.scope().map(TenantId::value).orElse("cluster");
        return desk.workers().run(context, group, () -> outcome(principal, request, group));
    }

    private Outcome outcome(Principal principal, Exchange.Request request, String group) {
        Optional<Subject> subject = guard.admit(principal, request);
        Exchange exchange = new Exchange(
                request,
                principal,
                Heads.key(request, route).map(key -> desk.repeats().key(key, route, request)),
                subject,
                Heads.version(request, route));
        return switch (handling) {
            case Handling.Answering answering ->
                new Outcome.Whole(desk.repeats().once(exchange, () -> answering.answer(exchange)));
            case Handling.Streaming streaming -> streamed(streaming, exchange, group);
        };
    }

    private Outcome streamed(Handling.Streaming streaming, Exchange exchange, String group) {
        desk.streams().enter(group);
        try {
            return new Outcome.Streamed(streaming.open(exchange), group);
        } catch (RuntimeException refused) {
            desk.streams().leave(group);
            throw refused;
        }
    }

    private Future<Void> finished(RoutingContext routing, Outcome outcome, String requestId) {
        return switch (outcome) {
            case Outcome.Whole whole -> Responses.send(routing.response(), whole.answer(), requestId);
            case Outcome.Streamed streamed ->
                Future.succeededFuture()
                        .compose(go -> streamed.stream()
                                .write(Responses.common(routing.response(), requestId)
                                        .setChunked(true)))
                        .onComplete(over -> desk.streams().leave(streamed.group()));
        };
    }

    private Future<Void> failed(Context context, RoutingContext routing, Throwable failure, String requestId) {
        return Responses.fail(routing.response(), failure, requestId)
                .onComplete(sent -> Bodies.discard(context, routing.request()));
    }

    /** What a route came to. */
    private sealed interface Outcome {
        record Whole(Answer answer) implements Outcome {}

        record Streamed(Handling.Stream stream, String group) implements Outcome {}
    }
}
