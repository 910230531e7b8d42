package org.tenantry.gateway.fleet;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands between an agent that has enrolled already and its gateway, and loses some of what they say. */
final class LossyBridge implements AutoCloseable {
    private static final int LONGEST = 1 << 20;
    private static final Pattern SEQUENCE = Pattern.compile("(\\\\\"sequence\\\\\":)(\\d+)");

    private final Vertx vertx = Vertx.vertx();
    private final int gatewayPort;
    private final WebSocketClient client;
    private final HttpServer server;
    private final AtomicInteger lostNews = new AtomicInteger();
    private final AtomicInteger wholeReports = new AtomicInteger();
    private volatile int ahead;

    private LossyBridge(int gatewayPort) {
        this.gatewayPort = gatewayPort;
        this.client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(LONGEST).setMaxMessageSize(LONGEST));
        this.server = vertx.createHttpServer(
                new HttpServerOptions().setMaxWebSocketFrameSize(LONGEST).setMaxWebSocketMessageSize(LONGEST));
    }

    static LossyBridge to(int gatewayPort) {
        LossyBridge bridge = new LossyBridge(gatewayPort);
        bridge.server.webSocketHandshakeHandler(bridge::shaken);
        bridge.server.webSocketHandler(accepted -> {});
        bridge.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return bridge;
    }

    int port() {
        return server.actualPort();
    }

    /** How often the gateway told the agent that its orders changed; none of it arrived. */
    int lostNews() {
        return lostNews.get();
    }

    int wholeReports() {
        return wholeReports.get();
    }

    /** From now on reports carry higher numbers, as after one that was lost. */
    void loseAReport() {
        ahead++;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void shaken(ServerWebSocketHandshake handshake) {
        WebSocketConnectOptions onward = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gatewayPort)
                .setURI(handshake.path())
                .putHeader("Authorization", handshake.headers().get("Authorization"));
        client.connect(onward)
                .onSuccess(gateway -> {
                    gateway.pause();
                    handshake.accept().onSuccess(agent -> {
                        pass(agent, gateway);
                        gateway.resume();
                    });
                })
                .onFailure(away -> handshake.reject(503));
    }

    private void pass(WebSocketBase agent, WebSocketBase gateway) {
        agent.textMessageHandler(text -> gateway.writeTextMessage(toGateway(text)));
        gateway.textMessageHandler(text -> {
            if (text.contains("agent.orders-changed")) {
                lostNews.incrementAndGet();
            } else {
                agent.writeTextMessage(text);
            }
        });
        agent.closeHandler(ignored -> gateway.close());
        gateway.closeHandler(ignored -> agent.close());
    }

    private String toGateway(String text) {
        if (text.contains("\"agent.report\"") && text.contains("\\\"part\\\":{")) {
            wholeReports.incrementAndGet();
        }
        boolean numbered = text.contains("\"agent.report\"") || text.contains("\"agent.beat\"");
        return numbered && ahead > 0
                ? SEQUENCE.matcher(text)
                        .replaceFirst(found ->
                                found.group(1).replace("\\", "\\\\") + (Long.parseLong(found.group(2)) + ahead))
                : text;
    }
}
