package org.tenantry.agent.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.tenantry.agent.home.Identity;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Line;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.protocol.Envelope;
import org.tenantry.common.protocol.Ids;

/** Opens lines to gateways. */
final class Dialler implements AutoCloseable {
    /** How long a gateway may take for an answer before the session is in doubt. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final WebSocketClient client;
    private final Ids ids;

    Dialler(Vertx vertx, Ids ids) {
        this.vertx = vertx;
        this.ids = ids;
        // A line carries envelopes as JSON texts within JSON, so a frame may be longer than the longest envelope.
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setMaxFrameSize(4 * Envelope.LONGEST)
                .setMaxMessageSize(4 * Envelope.LONGEST));
    }

    /** An open line without a session; its end and its news become signals. */
    Line dial(URI gateway, Identity identity, Signals signals) throws InterruptedException {
        Promise<Line> opened = Promise.promise();
        vertx.runOnContext(ignored -> client.connect(options(gateway, identity))
                .map(socket -> {
                    Line line = new Line(vertx, socket, signature(identity), PATIENCE);
                    line.hear(AgentCalls.ORDERS_CHANGED, nothing -> signals.orders());
                    line.open(() -> signals.over("the line was closed"));
                    return line;
                })
                .onComplete(opened));
        Future<Line> line = opened.future();
        return Answers.await(line, PATIENCE.multipliedBy(2));
    }

    Signature signature(Identity identity) {
        return new Signature(identity.cluster(), identity.node().value(), Optional.empty(), ids);
    }

    @Override
    public void close() {
        client.close();
    }

    private static WebSocketConnectOptions options(URI gateway, Identity identity) {
        URI bridge = Gateways.at(gateway, "/agents/v1/bridge");
        boolean secure = "https".equals(bridge.getScheme());
        int port = bridge.getPort() >= 0 ? bridge.getPort() : secure ? 443 : 80;
        return new WebSocketConnectOptions()
                .setHost(bridge.getHost())
                .setPort(port)
                .setSsl(secure)
                .setURI(bridge.getPath())
                .setTimeout(PATIENCE.toMillis())
                .putHeader("Authorization", "Bearer " + identity.credential().reveal());
    }
}
