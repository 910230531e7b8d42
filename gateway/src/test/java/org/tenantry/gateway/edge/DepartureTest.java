package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final Duration TIME = Duration.ofSeconds(3);
    /** A close frame with 1001 (RFC 6455 section 7.4.1). */
    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";

    private static final String ACCEPTED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n";

    @Test
    void letsAConnectionThatIsUsedEndWithItsNextAnswer() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("hello")) {
            Wire client = world.acme(origin).client();
            assertThat(client.get("acme.test", "/").reply().field("connection")).isEmpty();

            Thread leaving = leave(world);
            Reply last = client.get("acme.test", "/").reply();
            for (int more = 0; last.field("connection").isEmpty(); more++) {
                assertThat(more).isLessThan(1_000);
                last = client.get("acme.test", "/").reply();
            }

            assertThat(last.field("connection")).hasValue("close");
            assertThat(client.isEnded()).isTrue();
            leaving.join();
        }
    }

    @Test
    void closesConnectionsThatRestOneAfterTheOther() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            Wire first = world.client();
            Wire second = world.client();
            first.get("nobody.test", "/").reply();
            second.get("nobody.test", "/").reply();
            long begin = System.nanoTime();

            Thread leaving = leave(world);

            assertThat(first.isEnded()).isTrue();
            assertThat(second.isEnded()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(TIME.dividedBy(3));
            leaving.join();
        }
    }

    @Test
    void closesStreamsLateAndLetsWhatHasAnEndComeToIt() throws Exception {
        CountDownLatch streams = new CountDownLatch(2);
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    Reply request = wire.message(false).orElseThrow();
                    if (request.line().contains("/socket")) {
                        wire.send(ACCEPTED);
                    } else if (request.line().contains("/events")) {
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                    } else {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
                        try {
                            streams.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        wire.send("def");
                    }
                    wire.isEnded();
                    streams.countDown();
                })) {
            world.acme(origin);
            Wire socket = socket(world);
            Wire events = world.client().get("acme.test", "/events");
            events.head();
            assertThat(events.chunk()).isEqualTo("first");
            Wire download = world.client().get("acme.test", "/download");
            assertThat(download.head().orElseThrow().status()).isEqualTo(200);
            long begin = System.nanoTime();

            Thread leaving = leave(world);

            assertThat(socket.exactly(4)).isEqualTo(GOING_AWAY);
            assertThat(socket.isEnded()).isTrue();
            assertThat(events.isEnded()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(TIME.dividedBy(2));
            assertThat(download.exactly(6)).isEqualTo("abcdef");
            leaving.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIME.multipliedBy(3));
        }
    }

    @Test
    void endsAWebSocketBetweenTwoFrames() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        String half = "\u0082\u0006abc";
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED + half);
                    await(begun);
                    wire.send("def\u0081\u0001x\u0081\u0001y");
                    wire.rest();
                })) {
            world.acme(origin);
            Wire socket = socket(world);
            assertThat(socket.exactly(5)).isEqualTo(half);

            world.edge.leave(Duration.ofMillis(500));
            begun.countDown();

            assertThat(socket.exactly(3)).isEqualTo("def");
            assertThat(socket.exactly(4)).isEqualTo(GOING_AWAY);
            assertThat(socket.isEnded()).isTrue();
        }
    }

    @Test
    void says1001WhereTheEdgeJustStops() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED + "\u0081\u0001x");
                    wire.rest();
                })) {
            world.acme(origin);
            Wire socket = socket(world);
            assertThat(socket.exactly(3)).isEqualTo("\u0081\u0001x");

            world.edge.drain(Duration.ofMillis(500));

            assertThat(socket.exactly(4)).isEqualTo(GOING_AWAY);
            assertThat(socket.isEnded()).isTrue();
            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
        }
    }

    @Test
    void repeatsNoGoodbyeOfTheInstance() throws Exception {
        String goodbye = "\u0088\u0002\u0003\u00e8";
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED + goodbye);
                    wire.rest();
                })) {
            world.acme(origin);
            Wire socket = socket(world);
            assertThat(socket.exactly(4)).isEqualTo(goodbye);

            world.edge.leave(Duration.ofMillis(500));

            assertThat(socket.isEnded()).isTrue();
        }
    }

    @Test
    void endsAWebSocketOfHttp2Alike() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    Reply request = wire.message(false).orElseThrow();
                    wire.send(Http2WebSocketTest.accepted(request) + "\u0082\u0006abc");
                    await(begun);
                    wire.send("def\u0081\u0001x");
                    wire.rest();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            Http2WebSocketTest.open(client, 1).await(Frame.DATA, 1);

            world.edge.leave(Duration.ofMillis(500));
            begun.countDown();

            assertThat(client.answer(1)).isEqualTo("200 def" + GOING_AWAY);
            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
        }
    }

    private static Wire socket(EdgeWorld world) throws IOException {
        Wire socket = world.client();
        socket.get(
                "acme.test",
                "/socket",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: x",
                "Sec-WebSocket-Version: 13");
        assertThat(socket.head().orElseThrow().status()).isEqualTo(101);
        return socket;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread leave(EdgeWorld world) {
        return Thread.ofVirtual().start(() -> world.edge.leave(TIME));
    }
}
