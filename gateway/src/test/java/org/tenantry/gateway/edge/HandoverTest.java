package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.protocol.Ids;
import org.tenantry.gateway.edge.transport.Transport;

class HandoverTest {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    /** What the gateway around the old edge would do. */
    private static final class Around implements Handover.Giver {
        final CountDownLatch gaveUp = new CountDownLatch(1);
        final CountDownLatch tookBack = new CountDownLatch(1);
        final CountDownLatch left = new CountDownLatch(1);
        private final Edge edge;

        Around(Edge edge) {
            this.edge = edge;
        }

        @Override
        public void giveUp() {
            gaveUp.countDown();
        }

        @Override
        public void takeBack() {
            tookBack.countDown();
        }

        @Override
        public void leave() {
            edge.leave(DRAIN);
            edge.close();
            left.countDown();
        }
    }

    static Stream<Arguments> successions() {
        return EdgeWorld.transports().stream()
                .flatMap(before -> EdgeWorld.transports().stream().map(after -> Arguments.of(before, after)));
    }

    @ParameterizedTest
    @MethodSource("successions")
    void refusesNobodyWhileTheSuccessorTakesOver(Transport before, Transport after) throws Exception {
        try (EdgeWorld world = new EdgeWorld(before);
                Origin origin = Origin.saying("hello");
                Crowd crowd = new Crowd(world.acme(origin).edge.port())) {
            Around around = new Around(world.edge);
            try (Handover handover = Handover.offer(socket(), world.edge, around)) {
                crowd.awaitAnswers(100);

                Inheritance inheritance = Inheritance.from(socket());
                Edge successor = prepare(world, inheritance, after);
                crowd.awaitAnswers(100);
                successor.accept();
                inheritance.serving();

                assertThat(around.left.await(30, TimeUnit.SECONDS)).isTrue();
                crowd.awaitAnswers(100);
                assertThat(crowd.failures).isEmpty();
                assertThat(successor.totals().requests()).isPositive();
                assertThat(around.tookBack.getCount()).isOne();
                inheritance.close();
                successor.close();
            }
        }
    }

    @Test
    void goesOnWhereTheSuccessorEndsBeforeItServes() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);
            Around around = new Around(world.edge);
            try (Handover handover = Handover.offer(socket(), world.edge, around)) {
                Inheritance inheritance = Inheritance.from(socket());
                assertThat(inheritance.isThere()).isTrue();
                assertThat(around.gaveUp.await(30, TimeUnit.SECONDS)).isTrue();
                Edge successor = prepare(world, inheritance, Transport.fastest());

                inheritance.close();
                successor.close();

                assertThat(around.tookBack.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(world.get("acme.test", "/").body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void closesWhatTheSuccessorDoesNotWant() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);
            int former = world.edge.port();
            Around around = new Around(world.edge);
            try (Handover handover = Handover.offer(socket(), world.edge, around)) {
                Inheritance inheritance = Inheritance.from(socket());
                Edge successor = Edge.prepare(
                        EdgeSettings.on("127.0.0.1", 0),
                        world.routes,
                        Clock.systemUTC(),
                        new Ids(new Random(2)),
                        inheritance);
                successor.accept();
                inheritance.serving();

                assertThat(around.left.await(30, TimeUnit.SECONDS)).isTrue();
                EdgeWorld.eventually("the former port is closed", () -> !isOpen(former));
                assertThat(isOpen(successor.port())).isTrue();
                assertThat(inheritance.isOver()).isFalse();
                handover.close();
                EdgeWorld.eventually("the predecessor is gone", inheritance::isOver);
                inheritance.close();
                successor.close();
            }
        }
    }

    @Test
    void inheritsNothingWhereNobodyIs() throws Exception {
        assertThat(Inheritance.from(socket()).isThere()).isFalse();

        Files.createFile(socket());
        assertThat(Inheritance.from(socket()).isThere()).isFalse();
    }

    @Test
    void offersToThisUserOnlyAndRemovesWhatAnotherLeftBehind() throws Exception {
        Files.createFile(socket());
        try (EdgeWorld world = new EdgeWorld();
                Handover handover = Handover.offer(socket(), world.edge, new Around(world.edge))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesAPathThatASocketHasNoRoomFor() throws Exception {
        Path deep = Files.createDirectory(folder.resolve("a".repeat(120)));
        try (EdgeWorld world = new EdgeWorld()) {
            assertThatThrownBy(() -> Handover.offer(deep.resolve("s"), world.edge, new Around(world.edge)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("the path is longer than 107 bytes");
        }
    }

    private Path socket() {
        return folder.resolve("handover.sock");
    }

    private static Edge prepare(EdgeWorld world, Inheritance inheritance, Transport transport) {
        EdgeSettings same = EdgeSettings.on("127.0.0.1", world.edge.port()).withTransport(transport);
        return Edge.prepare(same, world.routes, Clock.systemUTC(), new Ids(new Random(2)), inheritance);
    }

    private static boolean isOpen(int port) {
        try (Wire wire = Wire.to(port)) {
            return wire.socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** Clients that open a connection for each request. */
    private static final class Crowd implements AutoCloseable {
        final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Thread> clients = new ArrayList<>();

        Crowd(int port) {
            for (int i = 0; i < 4; i++) {
                clients.add(Thread.ofPlatform().start(() -> ask(port)));
            }
        }

        private void ask(int port) {
            while (!over.get()) {
                try (Wire wire = Wire.to(port)) {
                    Reply reply = wire.get("acme.test", "/").reply();
                    if (reply.status() != 200) {
                        failures.add(reply.toString());
                    }
                } catch (IOException e) {
                    failures.add(e.toString());
                }
                answers.incrementAndGet();
            }
        }

        void awaitAnswers(int more) {
            int wanted = answers.get() + more;
            EdgeWorld.eventually("more answers", () -> answers.get() >= wanted);
        }

        @Override
        public void close() throws InterruptedException {
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
    }
}
