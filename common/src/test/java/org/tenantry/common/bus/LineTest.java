package org.tenantry.common.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.protocol.Envelope;
import org.tenantry.common.protocol.Ids;

@Timeout(30)
class LineTest {
    private static final ClusterId CLUSTER = new ClusterId("c-aaaaaaaaaaaa");
    private static final ClusterId OTHER = new ClusterId("c-bbbbbbbbbbbb");
    private static final Rpc<Text, Text> ECHO = new Rpc<>("test.echo", Text.class, Text.class);
    private static final Rpc<Text, Text> NOBODY = new Rpc<>("test.nobody", Text.class, Text.class);
    private static final Topic<Text> NEWS = new Topic<>("test.news", Text.class);

    record Text(String text) {}

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Line> served = new CompletableFuture<>();
    private final CompletableFuture<Void> closedAtServer = new CompletableFuture<>();
    private final CompletableFuture<String> heard = new CompletableFuture<>();
    private final Promise<Text> slow = Promise.promise();
    private HttpServer server;
    private WebSocketClient client;

    @BeforeEach
    void listen() {
        client = vertx.createWebSocketClient();
        server = await(vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    Line line = new Line(vertx, socket, signature(CLUSTER), Duration.ofSeconds(20));
                    line.serve(ECHO, this::echo);
                    line.hear(NEWS, news -> heard.complete(news.text()));
                    line.open(() -> closedAtServer.complete(null));
                    served.complete(line);
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void aCallIsAnsweredBothWays() throws Exception {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));
        line.serve(ECHO, question -> Future.succeededFuture(new Text("client: " + question.text())));

        assertThat(await(line.call(ECHO, new Text("a")))).isEqualTo(new Text("server: a"));
        assertThat(await(served.get().call(ECHO, new Text("b")))).isEqualTo(new Text("client: b"));
    }

    @Test
    void aRefusalComesBackWithItsCodeAndField() {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));

        TenantryException refused =
                catchThrowableOfType(TenantryException.class, () -> await(line.call(ECHO, new Text("refuse"))));

        assertThat(refused.code()).isEqualTo(ErrorCode.TAKEN);
        assertThat(refused.field()).contains("name");
        assertThat(refused.parameters()).containsEntry("came", "acme");
    }

    @Test
    void aBugOfTheOtherSideIsInternalAndTellsNothing() {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));

        TenantryException told =
                catchThrowableOfType(TenantryException.class, () -> await(line.call(ECHO, new Text("bug"))));

        assertThat(told.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(told.message()).doesNotContain("inner secrets");
    }

    @Test
    void aCallThatNobodyServesIsNotFound() {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));

        assertThatThrownBy(() -> await(line.call(NOBODY, new Text("a")))).hasMessageContaining("test.nobody");
    }

    @Test
    void newsAreHeard() throws Exception {
        dial(CLUSTER, Duration.ofSeconds(20)).tell(NEWS, new Text("hello"));

        assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void anEnvelopeOfAnotherClusterIsRefused() {
        Line line = dial(OTHER, Duration.ofSeconds(20));

        assertThatThrownBy(() -> await(line.call(ECHO, new Text("a")))).hasMessageContaining(CLUSTER.value());
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItIsSent() {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));

        TenantryException refused = catchThrowableOfType(
                TenantryException.class, () -> await(line.call(ECHO, new Text("x".repeat(Envelope.LONGEST)))));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(await(line.call(ECHO, new Text("a")))).isEqualTo(new Text("server: a"));
    }

    @Test
    void aCallWithoutAnAnswerEndsInTime() {
        Line line = dial(CLUSTER, Duration.ofMillis(50));

        TenantryException late =
                catchThrowableOfType(TenantryException.class, () -> await(line.call(ECHO, new Text("slow"))));

        assertThat(late.code()).isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void moreCallsAtOnceThanAnybodyNeedsAreRefusedUntilOthersAreAnswered() {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));
        List<Future<Text>> waiting = Stream.generate(() -> line.call(ECHO, new Text("slow")))
                .limit(200)
                .toList();

        TenantryException refused =
                catchThrowableOfType(TenantryException.class, () -> await(line.call(ECHO, new Text("a"))));
        slow.complete(new Text("at last"));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(await(Future.all(waiting)).<Text>list()).containsOnly(new Text("at last"));
        assertThat(await(line.call(ECHO, new Text("a")))).isEqualTo(new Text("server: a"));
    }

    @Test
    void aLineThatEndsFailsWhatWaits() {
        Line line = dial(CLUSTER, Duration.ofSeconds(20));
        Future<Text> waiting = line.call(ECHO, new Text("slow"));
        line.close();

        TenantryException gone = catchThrowableOfType(TenantryException.class, () -> await(waiting));

        assertThat(gone.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThatThrownBy(() -> await(line.call(ECHO, new Text("a")))).isInstanceOf(TenantryException.class);
    }

    @Test
    void whatCannotBeReadEndsTheLine() throws Exception {
        WebSocket raw = await(client.connect(server.actualPort(), "127.0.0.1", "/"));
        raw.writeTextMessage("{\"kind\":\"no such kind\"}");

        closedAtServer.get(20, TimeUnit.SECONDS);
    }

    private Future<Text> echo(Text question) {
        return switch (question.text()) {
            case "refuse" ->
                Future.failedFuture(TenantryException.field(ErrorCode.TAKEN, "name", "acme", "a free one"));
            case "bug" -> Future.failedFuture(new IllegalStateException("inner secrets: part of the test"));
            case "slow" -> slow.future();
            default -> Future.succeededFuture(new Text("server: " + question.text()));
        };
    }

    private Line dial(ClusterId cluster, Duration patience) {
        return await(client.connect(server.actualPort(), "127.0.0.1", "/").map(socket -> {
            Line line = new Line(vertx, socket, signature(cluster), patience);
            line.open(() -> {});
            return line;
        }));
    }

    private static Signature signature(ClusterId cluster) {
        return new Signature(cluster, "test", Optional.empty(), new Ids(new Random(1)));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException | java.util.concurrent.TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
