package org.tenantry.gateway.agents;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.tenantry.common.bus.Faults;
import org.tenantry.common.bus.Line;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.Envelope;
import org.tenantry.common.protocol.SessionId;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.door.Door;

/** The port that agents come to: enrolment over HTTP, and the bridge, a WebSocket that a credential opens. */
public final class AgentServer implements AutoCloseable {
    private static final String ENROL = "/agents/v1/enrol";
    private static final String BRIDGE = "/agents/v1/bridge";
    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_BODY = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Agents behind one address are a site's; each has one connection, and another while it changes over. */
    private static final Door.Bounds BOUNDS = new Door.Bounds(1_024, 4_096, PATIENCE, PATIENCE);
    /** Each of them writes to the store, which takes one at a time: more would only wait there. */
    private static final int ENROLMENTS = 8;

    private static final int PROOFS = 64;

    private final Vertx vertx;
    private final Signature signature;
    private final Enrolments enrolments;
    private final Sessions sessions;
    private final NodeOrders orders;
    private final Observations observations;
    private final HttpServer server;
    private final Door door;
    private final Semaphore enrolling = new Semaphore(ENROLMENTS);
    private final Semaphore proving = new Semaphore(PROOFS);

    private AgentServer(
            Vertx vertx,
            Signature signature,
            Enrolments enrolments,
            Sessions sessions,
            NodeOrders orders,
            Observations observations) {
        this.vertx = vertx;
        this.signature = signature;
        this.enrolments = enrolments;
        this.sessions = sessions;
        this.orders = orders;
        this.observations = observations;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setMaxWebSocketMessageSize(4 * Envelope.LONGEST)
                .setMaxWebSocketFrameSize(4 * Envelope.LONGEST)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(60));
        this.door = new Door(vertx, BOUNDS);
    }

    /** Listens; 0 is any free port. Call from a virtual thread. */
    public static AgentServer start(
            Vertx vertx,
            String address,
            int port,
            Signature signature,
            Enrolments enrolments,
            Sessions sessions,
            NodeOrders orders,
            Observations observations) {
        AgentServer agents = new AgentServer(vertx, signature, enrolments, sessions, orders, observations);
        agents.server.connectionHandler(agents.door::entered);
        agents.server.requestHandler(agents::request);
        agents.server.webSocketHandshakeHandler(agents::handshake);
        agents.server.webSocketHandler(accepted -> {});
        Blocking.await(agents.server
                .listen(port, address)
                .recover(failure -> Future.failedFuture(taken(address, port, failure))));
        return agents;
    }

    private static Throwable taken(String address, int port, Throwable failure) {
        return failure instanceof BindException
                ? TenantryException.field(
                        ErrorCode.TAKEN,
                        "agents.port",
                        address + ":" + port,
                        "an address and a port of this machine that nobody listens on")
                : failure;
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        Blocking.await(server.close());
    }

    private void request(HttpServerRequest request) {
        door.asked(request);
        if (!ENROL.equals(request.path()) || !HttpMethod.POST.equals(request.method())) {
            request.response().setStatusCode(404).end();
            return;
        }
        body(request)
                .compose(text -> enrolled(request, text))
                .onSuccess(enrolled -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(Json.write(Json.sealed(), enrolled)))
                .onFailure(failure -> refuse(request, Faults.told("enrol", failure)));
    }

    private Future<Enrolment.Enrolled> enrolled(HttpServerRequest request, String text) {
        Enrolment enrolment = Json.read(Json.sealed(), text, Enrolment.class);
        Optional<String> key = Optional.ofNullable(request.getHeader("Idempotency-Key"))
                .filter(given -> given.length() <= LONGEST_KEY);
        if (!enrolling.tryAcquire()) {
            return Future.failedFuture(TenantryException.of(
                    ErrorCode.TOO_MANY, "more than " + ENROLMENTS + " enrolments at once; try again in a moment"));
        }
        return Blocking.call("enrol", () -> enrolments.enrol(enrolment, key)).onComplete(over -> enrolling.release());
    }

    private static Future<String> body(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches("[0-9]{1,5}") || Integer.parseInt(length) > LONGEST_BODY) {
            return Future.failedFuture(TenantryException.field(
                    ErrorCode.TOO_LARGE, "Content-Length", String.valueOf(length), "at most " + LONGEST_BODY));
        }
        return request.body()
                .map(buffer -> buffer.toString())
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .recover(slow -> Future.failedFuture(TenantryException.field(
                        ErrorCode.MALFORMED, "body", "a part", "all of it within " + PATIENCE.toSeconds() + " s")));
    }

    private static void refuse(HttpServerRequest request, TenantryException told) {
        if (!request.response().ended()) {
            request.response()
                    .setStatusCode(told.code().status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .end(told.message());
        }
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        Optional<Secret> credential = Optional.ofNullable(handshake.headers().get(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> Secret.of(value.substring("Bearer ".length())));
        if (!handshake.path().equals(BRIDGE) || credential.isEmpty()) {
            handshake.reject(handshake.path().equals(BRIDGE) ? 401 : 404);
            return;
        }
        if (!proving.tryAcquire()) {
            handshake.reject(503);
            return;
        }
        Context context = vertx.getOrCreateContext();
        Blocking.call("prove an agent", () -> enrolments.proven(credential.get()))
                .onComplete(over -> proving.release())
                .onComplete(
                        node -> context.runOnContext(ignored -> node.ifPresentOrElse(
                                proven -> handshake.accept().onSuccess(socket -> open(socket, proven)),
                                () -> handshake.reject(401))),
                        failure -> context.runOnContext(ignored -> handshake.reject(503)));
    }

    private void open(ServerWebSocket socket, NodeId node) {
        Line line = new Line(vertx, socket, signature, PATIENCE);
        door.upgraded(socket.remoteAddress());
        line.closed().onComplete(over -> door.left(socket.remoteAddress()));
        SessionId id = new SessionId(signature.ids().next("s-"));
        line.sign(new Signature(signature.cluster(), signature.sender(), Optional.of(id), signature.ids()));
        new Session(vertx, node, id, line, sessions, orders, observations).open();
    }
}
