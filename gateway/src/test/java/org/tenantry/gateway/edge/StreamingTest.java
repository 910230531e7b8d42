package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.tenantry.gateway.edge.transport.Transport;

class StreamingTest {
    private static final String HOST = "acme.test";
    private static final int PIECE = 64 << 10;

    @EachTransport
    void passesEachPieceOfAnEndlessAnswerAtOnce(Transport transport) throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                    await(next);
                    wire.send("6\r\nsecond\r\n");
                    wire.isEnded();
                })) {
            world.acme(origin);
            Wire client = world.client().get(HOST, "/stream");

            assertThat(client.head().orElseThrow().status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo("first");
            next.countDown();
            assertThat(client.chunk()).isEqualTo("second");
        }
    }

    @EachTransport
    void passesEachPieceOfABodyAtOnce(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (String piece = wire.chunk(); !piece.isEmpty(); piece = wire.chunk()) {
                        wire.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
                    }
                    wire.send("0\r\n\r\n");
                })) {
            world.acme(origin);
            Wire client = world.client();

            client.send("POST /echo HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
            client.head();
            assertThat(client.chunk()).isEqualTo("one");
            client.send("3\r\ntwo\r\n");
            assertThat(client.chunk()).isEqualTo("two");
            client.send("0\r\n\r\n");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @EachTransport
    void stopsReadingFromAnInstanceWhoseClientIsSlow(Transport transport) throws Exception {
        AtomicLong written = new AtomicLong();
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
                    pour(wire, written, 1L << 30);
                })) {
            world.acme(origin);
            Wire client = world.client().get(HOST, "/large");

            long stalled = stalls(written);
            assertThat(stalled).isLessThan(64L << 20);
            client.exactly(Math.toIntExact(stalled));
            EdgeWorld.eventually("more is written", () -> written.get() > stalled);
        }
    }

    @EachTransport
    void stopsReadingFromAClientWhoseInstanceIsSlow(Transport transport) throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch read = new CountDownLatch(1);
        long size = 90L << 20;
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    await(read);
                    wire.in.skipNBytes(size);
                    wire.send(Origin.ok("all"));
                })) {
            world.acme(origin);
            Wire client =
                    world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: " + size + "\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> pour(client, written, size));

            assertThat(stalls(written)).isLessThan(64L << 20);
            read.countDown();
            assertThat(client.reply().body()).isEqualTo("all");
            sender.join();
        }
    }

    @EachTransport
    void tellsTheInstanceAtOnceThatAClientLeft(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    Reply request = wire.message(false).orElseThrow();
                    if (request.line().contains("/begun")) {
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
                    }
                    wire.isEnded();
                })) {
            world.acme(origin);

            Wire silent = world.client().get(HOST, "/silent");
            EdgeWorld.eventually("the first request arrives", () -> origin.connections.get() == 1);
            silent.close();
            EdgeWorld.eventually("the first is told", () -> origin.ended.get() == 1);

            Wire begun = world.client().get(HOST, "/begun");
            begun.head();
            begun.chunk();
            begun.reset();
            EdgeWorld.eventually("the second is told", () -> origin.ended.get() == 2);
            EdgeWorld.eventually(
                    "nothing is open",
                    () -> world.routes.traffic(EdgeWorld.ACME).openStreams() == 0);
        }
    }

    @EachTransport
    void tellsTheInstanceThatAnUploadBrokeOff(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    wire.rest();
                })) {
            world.acme(origin);
            Wire client = world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 100\r\n\r\nabc");
            EdgeWorld.eventually("the request arrives", () -> origin.connections.get() == 1);

            client.close();

            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
        }
    }

    private static void pour(Wire wire, AtomicLong written, long size) {
        try {
            for (long sent = 0; sent < size; sent += PIECE) {
                wire.send(new byte[PIECE]);
                written.addAndGet(PIECE);
            }
        } catch (IOException gone) {
            written.addAndGet(0);
        }
    }

    /** The count once it has not moved for a while. */
    private static long stalls(AtomicLong count) {
        long[] last = {-1, 0};
        EdgeWorld.eventually("the sender stalls", () -> {
            long now = count.get();
            last[1] = now == last[0] && now > 0 ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] > 100;
        });
        return last[0];
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
