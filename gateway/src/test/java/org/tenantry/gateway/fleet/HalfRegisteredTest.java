package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Line;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.secret.Secret;

/** An agent whose line closes while it registers. */
class HalfRegisteredTest {
    private static final int ATTEMPTS = 20;
    private static final NodeFacts FACTS =
            new NodeFacts(new NodeName("fleeting"), "", 1, 1, 1, 1, "1", "1.41", "test", Map.of());

    private final Vertx vertx = Vertx.vertx();
    private final Ids ids = new Ids(new SecureRandom());

    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 0);
    }

    @AfterEach
    void close() {
        fleet.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void leavesNoSessionBehind() {
        Enrolment.Enrolled enrolled = fleet.enrol(FACTS);
        WebSocketClient client = vertx.createWebSocketClient();

        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            registersAndLeaves(client, enrolled);
        }

        Waiting.until("no session is left", () -> !fleet.isConnected(0));
        // Whatever was still registering has come to its end by now, one after the other with this last one.
        fleet.settled();
        assertThat(fleet.isConnected(0)).isFalse();
    }

    private void registersAndLeaves(WebSocketClient client, Enrolment.Enrolled enrolled) {
        Signature signature = new Signature(enrolled.cluster(), enrolled.node().value(), Optional.empty(), ids);
        Future<Void> gone = client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(fleet.agentsPort())
                        .setURI("/agents/v1/bridge")
                        .putHeader(
                                "Authorization",
                                "Bearer " + enrolled.credential().reveal()))
                .compose(socket -> {
                    Line line = new Line(vertx, socket, signature, Duration.ofSeconds(10));
                    io.vertx.core.Promise<Void> over = io.vertx.core.Promise.promise();
                    line.open(over::tryComplete);
                    line.call(AgentCalls.REGISTER, registration());
                    line.close();
                    return over.future();
                });
        gone.toCompletionStage().toCompletableFuture().join();
    }

    private Registration registration() {
        return new Registration(
                ProtocolRange.SPOKEN,
                new BootId(ids.next("b-")),
                FACTS,
                new Registration.RelayAddress("127.0.0.1", 1, Secret.of("none")),
                Term.NONE,
                List.of());
    }
}
