package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every buffer is released, however a request ends. */
class LeakTest {
    private static final String[] PATHS = {
        "/close", "/reset", "/part", "/surplus", "/rubbish", "/early", "/ws", "/whole"
    };

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @BeforeEach
    void listen() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        detector.addAppender(reports);
        detector.setAdditive(false);
    }

    @AfterEach
    void stop() {
        detector.detachAppender(reports);
        detector.setAdditive(true);
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void releasesEveryBufferHoweverARequestEnds() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running(LeakTest::unreliable)) {
            world.acme(origin);
            Random random = new Random(7);
            for (int i = 0; i < 300; i++) {
                ask(world, random, i);
            }
        }

        assertThat(leaks()).isZero();
    }

    @Test
    void releasesEveryBufferHoweverAStreamEnds() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running(LeakTest::unreliable)) {
            world.acme(origin);
            Random random = new Random(8);
            for (int i = 0; i < 60; i++) {
                askByStreams(world, random);
            }
        }

        assertThat(leaks()).isZero();
    }

    private static void askByStreams(EdgeWorld world, Random random) {
        try (FrameWire client = FrameWire.to(world.edge.port())) {
            int stream = 1;
            for (; stream < 15; stream += 2) {
                String path = PATHS[random.nextInt(PATHS.length)];
                if (path.equals("/ws")) {
                    Http2WebSocketTest.open(client, stream).data(stream, "tunnelled", random.nextBoolean());
                } else if (random.nextBoolean()) {
                    client.post(stream, "acme.test", path);
                    client.send(Frame.DATA, 0, stream, new byte[random.nextInt(16_000)]);
                    client.data(stream, "more", random.nextBoolean());
                } else {
                    client.get(stream, "acme.test", path);
                }
                if (random.nextInt(4) == 0) {
                    client.number(Frame.RST_STREAM, stream, Frame.CANCEL);
                }
            }
            if (random.nextBoolean()) {
                client.get(stream, "nobody.test", "/").answer(stream);
            } else if (random.nextBoolean()) {
                client.wire.reset();
            }
        } catch (IOException brokenOff) {
            assertThat(brokenOff).isNotNull();
        }
    }

    @Test
    void releasesEveryBufferHoweverACallEnds() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running(LeakTest::unreliableInCalls)) {
            world.calls(origin);
            Random random = new Random(9);
            for (int i = 0; i < 60; i++) {
                askByStreams(world, random);
                ask(world, random, i);
            }
        }

        assertThat(leaks()).isZero();
    }

    private static void unreliableInCalls(Wire wire, int number) throws IOException {
        FrameWire peer = FrameWire.from(wire, 4, number % 2 == 0 ? 1000 : 100_000);
        while (true) {
            int stream = peer.asked();
            switch (String.valueOf(peer.fields(stream).path())) {
                case "/close" -> wire.socket.shutdownInput();
                case "/reset" -> wire.reset();
                case "/part" ->
                    peer.respond(stream, false, "content-length", "100").data(stream, "part", false);
                case "/surplus" ->
                    peer.respond(stream, false, "content-length", "1").data(stream, "more", false);
                case "/rubbish" -> peer.data(stream, "rubbish", true);
                case "/early" -> peer.number(Frame.RST_STREAM, stream, Frame.REFUSED_STREAM);
                case "/ws" -> peer.send(Frame.GOAWAY, 0, 0, new byte[8]);
                default -> {
                    peer.respond(stream, false).send(Frame.DATA, 0, stream, new byte[16_000]);
                    peer.fields(stream, true, "x-a", "b");
                }
            }
        }
    }

    @Test
    void wouldNoticeALeak() {
        for (int i = 0; i < 100; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(64).writeInt(i);
        }

        assertThat(leaks()).isPositive();
    }

    /** How many reports there are once the collector has seen to what nobody holds any more. */
    private long leaks() {
        for (int i = 0; i < 20; i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        return reports.list.stream()
                .filter(event -> event.getFormattedMessage().contains("LEAK"))
                .count();
    }

    private static void unreliable(Wire wire, int number) throws IOException {
        String path = wire.head().orElseThrow().line().split(" ")[1];
        switch (path) {
            case "/close" -> wire.socket.shutdownInput();
            case "/reset" -> wire.reset();
            case "/part" -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
            case "/surplus" -> wire.send(Origin.ok("surplus") + "more and more");
            case "/rubbish" -> wire.send("rubbish\r\n\r\n");
            case "/early" -> wire.send(Origin.ok("early"));
            case "/ws" -> wire.send("HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nbytes");
            default ->
                wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-A: b\r\n\r\n");
        }
    }

    private static void ask(EdgeWorld world, Random random, int turn) {
        String path = PATHS[random.nextInt(PATHS.length)];
        try (Wire wire = Wire.to(world.edge.port())) {
            if (path.equals("/ws")) {
                wire.get("acme.test", path, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: a");
                wire.send("tunnelled");
            } else if (turn % 3 == 0) {
                wire.send("POST " + path + " HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 20000\r\n\r\n");
                wire.send(new byte[random.nextInt(20_000)]);
            } else if (turn % 3 == 1) {
                wire.send("POST " + path
                        + " HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
                wire.send(random.nextBoolean() ? "0\r\n\r\nGET / HT" : "wrong");
            } else {
                wire.get("acme.test", path).get("acme.test", path);
            }
            if (random.nextBoolean()) {
                wire.in.read();
            } else if (random.nextBoolean()) {
                wire.reset();
            }
        } catch (IOException brokenOff) {
            assertThat(brokenOff).isNotNull();
        }
    }
}
