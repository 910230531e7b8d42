package org.tenantry.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.runtime.ByteFrames;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Orders;
import org.tenantry.agent.runtime.Running;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.RelayOpening;
import org.tenantry.common.secret.Secret;

class RelayConnectionTest {
    private static final Secret KEY = Secret.of("relay-key");
    private static final Duration BRIEFLY = Duration.ofSeconds(20);

    private final FakeEngine engine = new FakeEngine(InstantSource.system());
    private final Runtime runtime = engine.runtime(Samples.CLUSTER);
    private final Orders orders = new Orders(runtime, ImageRef.named("web:1"));

    /** A log that says something at once, and whose caller leaves while it begins. */
    private static final class Abandoned implements Running {
        private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
        private final CompletableFuture<Boolean> heldBack = new CompletableFuture<>();

        Abandoned(Socket caller, ByteFrames output) {
            reset(caller);
            Thread.ofVirtual().start(() -> {
                try {
                    output.take(ByteFrames.Channel.OUTPUT, new byte[] {'x'});
                } catch (UncheckedIOException gone) {
                    heldBack.complete(false);
                }
            });
        }

        /** Without a farewell, so that the next byte to it fails. */
        private static void reset(Socket caller) {
            try {
                caller.setSoLinger(true, 0);
                caller.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public OptionalInt await() throws InterruptedException {
            closed.join();
            return OptionalInt.empty();
        }

        @Override
        public void close() {
            closed.complete(true);
        }
    }

    @Test
    void endsAStreamWhoseCallerLeftBeforeItWasAccepted() throws Exception {
        engine.anyImage();
        orders.started(orders.container("web", "echo up; sleep 1000").order());
        CompletableFuture<Abandoned> begun = new CompletableFuture<>();
        try (Socket caller = new Socket();
                Relay relay = Relay.start(
                        leaving(caller, begun), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), KEY)) {
            caller.connect(new InetSocketAddress(
                    relay.address().host(), relay.address().port()));

            open(caller);

            assertThat(begun).succeedsWithin(BRIEFLY);
            assertThat(begun.join().closed).succeedsWithin(BRIEFLY);
            assertThat(begun.join().heldBack).succeedsWithin(BRIEFLY).isEqualTo(false);
        }
    }

    @Test
    void meansTheSuccessorOfAReplicaThatIsReplaced() {
        ReplicaKey web = new ReplicaKey(new ServiceName("web"), 1);
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        HeldContainer old = held("old", web, new ContainerState.Running(start));
        HeldContainer successor = held("new", web, new ContainerState.Running(start.plusSeconds(1)));
        HeldContainer made = held("made", web, new ContainerState.Created());
        HeldContainer other = held(
                "other", new ReplicaKey(new ServiceName("web"), 2), new ContainerState.Running(start.plusSeconds(2)));

        assertThat(RelayConnection.meant(List.of(old, successor, other), web)).contains(successor);
        assertThat(RelayConnection.meant(List.of(successor, old, other), web)).contains(successor);
        assertThat(RelayConnection.meant(List.of(old, made), web)).contains(old);
        assertThat(RelayConnection.meant(List.of(made), web)).contains(made);
        assertThat(RelayConnection.meant(List.of(other), web)).isEmpty();
    }

    private HeldContainer held(String id, ReplicaKey replica, ContainerState state) {
        Revision revision = new Revision("r1-" + "a".repeat(32));
        return new HeldContainer(id, id, orders.owner(), replica, revision, state, Map.of());
    }

    private void open(Socket caller) throws IOException {
        RelayOpening opening = new RelayOpening(
                RelayOpening.FORMAT,
                KEY,
                RelayOpening.Kind.LOGS,
                orders.owner().instance(),
                new ReplicaKey(new ServiceName("web"), 1),
                10,
                true,
                List.of());
        byte[] bytes = Json.write(Json.sealed(), opening).getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(caller.getOutputStream());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** The fake runtime, but for its logs. */
    private Runtime leaving(Socket caller, CompletableFuture<Abandoned> begun) {
        return (Runtime) Proxy.newProxyInstance(
                Runtime.class.getClassLoader(), new Class<?>[] {Runtime.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("logs")) {
                        return onFake(method, arguments);
                    }
                    Abandoned log = new Abandoned(caller, (ByteFrames) arguments[2]);
                    begun.complete(log);
                    return log;
                });
    }

    private Object onFake(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(runtime, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
