package org.tenantry.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.bus.Line;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.instance.Load;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.LoadRequest;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.instances.Assignments;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.Outline;
import org.tenantry.gateway.store.Credential;
import org.tenantry.gateway.store.JoinTokenRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;

@Timeout(60)
class AgentServerTest {
    private static final Secret TOKEN = Secret.of("tj_token");

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Ids ids = new Ids(random);
    private Store store;
    private Enrolments enrolments;
    private Signature signature;
    private Sessions sessions;
    /** Held here: one that nobody holds is closed. */
    private final WebSocketClient client = vertx.createWebSocketClient();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private AgentServer server;

    @BeforeEach
    void open() {
        SealingKey key = SealingKey.parse(SealingKey.generate(random), random);
        store = Store.open(StoreSettings.sqlite(directory.resolve("store.db")), key, clock, ids);
        store.write(writing -> {
            writing.joinTokens()
                    .insert(new JoinTokenRow(
                            "j-one",
                            Credential.hash(TOKEN),
                            "one",
                            "test",
                            clock.instant(),
                            Optional.empty(),
                            Optional.empty()));
            return writing;
        });
        enrolments = new Enrolments(store, clock, ids, random);
        signature = new Signature(store.cluster(), "g1", Optional.empty(), ids);
        Desired desired = Desired.load(store, (reading, row) -> Outline.NOTHING, (reading, template) -> WebRules.NONE);
        Assignments assignments = new Assignments(store, ref -> {
            throw new AssertionError("no instance is ordered here");
        });
        Observations observations = new Observations();
        sessions = Sessions.start(
                vertx,
                new Bus(vertx, signature),
                "g1",
                Duration.ofSeconds(20),
                observations,
                desired,
                endpoint -> CompletableFuture.completedFuture(new Load(false, 2, 1)));
        server = AgentServer.start(
                vertx,
                "127.0.0.1",
                0,
                signature,
                enrolments,
                sessions,
                new NodeOrders(store, desired, assignments, clock),
                observations);
    }

    @AfterEach
    void close() throws Exception {
        http.shutdownNow();
        server.close();
        sessions.close();
        settled(vertx.close());
        store.close();
    }

    @Test
    void anAgentThatLeftWhileItWasRegisteredHasNoSession() throws Exception {
        Enrolment.Enrolled lost = enrolments.enrol(request("lost"), Optional.of("key"));
        Enrolment.Enrolled other = enrolments.enrol(request("other"), Optional.empty());
        CountDownLatch left = new CountDownLatch(1);
        Thread busy = occupy(left);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Line line = dial(lost, closed);
        line.call(AgentCalls.REGISTER, registration("lost"));
        line.close();
        closed.get(20, TimeUnit.SECONDS);
        left.countDown();
        busy.join();
        while (store.read(reading -> reading.nodes().byEnrolment("key")).isPresent()) {
            Thread.onSpinWait();
        }

        settled(dial(other, new CompletableFuture<>()).call(AgentCalls.REGISTER, registration("other")));

        assertThat(sessions.live(other.node())).isTrue();
        assertThat(sessions.live(lost.node())).isFalse();
    }

    @Test
    void moreEnrolmentsAtOnceThanTheStoreCanTakeAreSentAwayForAMoment() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        Thread busy = occupy(free);
        BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < 9; i++) {
            enrol("crowd-" + i).thenAccept(response -> answers.add(response.statusCode()));
        }

        int first = Objects.requireNonNull(answers.poll(20, TimeUnit.SECONDS));
        free.countDown();
        busy.join();
        List<Integer> others = new ArrayList<>();
        while (others.size() < 8) {
            others.add(Objects.requireNonNull(answers.poll(20, TimeUnit.SECONDS)));
        }

        assertThat(first).isEqualTo(429);
        assertThat(others).containsOnly(200);
        assertThat(enrol("later").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> enrol(String name) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/agents/v1/enrol"))
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(Json.sealed(), request(name))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aLineThatIsOverLeavesRoomForOthers() throws Exception {
        Enrolment.Enrolled agent = enrolments.enrol(request("again"), Optional.empty());
        for (int i = 0; i < 1_100; i++) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            dial(agent, closed).close();
            closed.get(20, TimeUnit.SECONDS);
        }

        settled(dial(agent, new CompletableFuture<>()).call(AgentCalls.REGISTER, registration("again")));

        assertThat(sessions.live(agent.node())).isTrue();
    }

    @Test
    void anAgentHearsWhatIsUnderWayToItsOwnEndpointsOnly() throws Exception {
        Enrolment.Enrolled agent = enrolments.enrol(request("asking"), Optional.empty());
        Enrolment.Enrolled other = enrolments.enrol(request("other"), Optional.empty());
        Line line = dial(agent, new CompletableFuture<>());
        settled(line.call(AgentCalls.REGISTER, registration("asking")));

        Load own = settled(line.call(AgentCalls.LOAD, new LoadRequest(LoadsTest.endpoint(agent.node()))));
        Future<Load> foreign = line.call(AgentCalls.LOAD, new LoadRequest(LoadsTest.endpoint(other.node())));

        assertThat(own).isEqualTo(new Load(false, 2, 1));
        assertThatThrownBy(() -> settled(foreign)).hasMessageContaining(other.node().value());
    }

    /** Nobody else writes to the store until the latch is down. */
    private Thread occupy(CountDownLatch until) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual()
                .start(() -> store.write(writing -> {
                    begun.countDown();
                    try {
                        until.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return until;
                }));
        begun.await();
        return thread;
    }

    private Line dial(Enrolment.Enrolled agent, CompletableFuture<Void> closed) throws Exception {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI("/agents/v1/bridge")
                .putHeader("Authorization", "Bearer " + agent.credential().reveal());
        return settled(Future.future(opened -> vertx.runOnContext(ignored -> client.connect(options)
                .map(socket -> {
                    Line line = new Line(vertx, socket, signature, Duration.ofSeconds(30));
                    line.open(() -> closed.complete(null));
                    return line;
                })
                .onComplete(opened))));
    }

    private Registration registration(String name) {
        return new Registration(
                ProtocolRange.SPOKEN,
                new BootId(ids.next("b-")),
                facts(name),
                new Registration.RelayAddress("127.0.0.1", 1, Secret.of("key")),
                Term.NONE,
                List.of());
    }

    private static Enrolment request(String name) {
        return new Enrolment(ProtocolRange.SPOKEN, TOKEN, facts(name));
    }

    private static NodeFacts facts(String name) {
        return new NodeFacts(new NodeName(name), "", 2, 1L << 30, 1L << 40, 1L << 39, "20.10", "1.41", "0.1", Map.of());
    }

    private static <T> T settled(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
