package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final Duration TIME = Duration.ofSeconds(3);
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
            Wire socket = world.client();
            socket.get(
                    "acme.test",
                    "/socket",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: x",
                    "Sec-WebSocket-Version: 13");
            assertThat(socket.head().orElseThrow().status()).isEqualTo(101);
            Wire events = world.client().get("acme.test", "/events");
            events.head();
            assertThat(events.chunk()).isEqualTo("first");
            Wire download = world.client().get("acme.test", "/download");
            assertThat(download.head().orElseThrow().status()).isEqualTo(200);
            long begin = System.nanoTime();

            Thread leaving = leave(world);

            assertThat(socket.isEnded()).isTrue();
            assertThat(events.isEnded()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(TIME.dividedBy(2));
            assertThat(download.exactly(6)).isEqualTo("abcdef");
            leaving.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIME.multipliedBy(3));
        }
    }

    private static Thread leave(EdgeWorld world) {
        return Thread.ofVirtual().start(() -> world.edge.leave(TIME));
    }
}
