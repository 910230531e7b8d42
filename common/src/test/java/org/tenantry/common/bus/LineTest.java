package org.tenantry.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketConnectOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.protocol.Envelope;
import org.tenantry.common.protocol.Ids;

class LineTest {
    private static final Rpc<String, String> ECHO = new Rpc<>("test.echo", String.class, String.class);

    private final Vertx vertx = Vertx.vertx();
    private final Signature signature =
            new Signature(new ClusterId("c-aaaaaaaaaaaa"), "test", Optional.empty(), new Ids(new SecureRandom()));
    private Line line;

    @BeforeEach
    void open() throws Exception {
        HttpServer server = settled(vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    Line end = new Line(vertx, socket, signature, Duration.ofSeconds(30));
                    end.serve(ECHO, Future::succeededFuture);
                    end.open(() -> {});
                })
                .listen(0, "127.0.0.1"));
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.actualPort());
        line = settled(Future.future(opened -> vertx.runOnContext(ignored -> vertx.createWebSocketClient()
                .connect(options)
                .map(socket -> {
                    Line end = new Line(vertx, socket, signature, Duration.ofSeconds(30));
                    end.open(() -> {});
                    return end;
                })
                .onComplete(opened))));
    }

    @AfterEach
    void close() throws Exception {
        settled(vertx.close());
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        assertThat(settled(line.call(ECHO, "hello"))).isEqualTo("hello");
    }

    @Test
    void aQuestionThatIsTooLongFailsAndKeepsNobodyWaiting() {
        Future<String> answer = line.call(ECHO, "x".repeat(Envelope.LONGEST));

        assertThatThrownBy(() -> settled(answer))
                .isInstanceOfSatisfying(
                        ExecutionException.class,
                        failed -> assertThat(failed.getCause())
                                .isInstanceOfSatisfying(
                                        TenantryException.class,
                                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE)));
    }

    private static <T> T settled(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
