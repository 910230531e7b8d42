package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bytes go through as they come, no faster than they are taken, and one stream doesn't wait for another. */
class Http2FlowTest {
    private static final String HOST = "acme.test";
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int PIECE = 16 << 10;
    private static final int WINDOW = 256 << 10;
    private static final int PIECES = 640;

    @Test
    void passesEachPieceOfAnEndlessAnswerAtOnce() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    wire.send("5\r\nfirst\r\n");
                    await(next);
                    wire.send("6\r\nsecond\r\n");
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/stream");

            assertThat(text(client.await(Frame.DATA, 1))).isEqualTo("first");
            next.countDown();
            assertThat(text(client.await(Frame.DATA, 1))).isEqualTo("second");
        }
    }

    @Test
    void passesEachPieceOfABodyAtOnce() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (String piece = wire.chunk(); !piece.isEmpty(); piece = wire.chunk()) {
                        wire.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
                    }
                    wire.send("0\r\n\r\n");
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.post(1, HOST, "/echo").data(1, "one", false);

            assertThat(text(client.await(Frame.DATA, 1))).isEqualTo("one");
            client.data(1, "two", false);
            assertThat(text(client.await(Frame.DATA, 1))).isEqualTo("two");
            assertThat(client.data(1, "", true).answer(1)).isEqualTo("200 ");
        }
    }

    @Test
    void givesTheWindowBackOnlyAsTheInstanceTakesTheBody() throws Exception {
        CountDownLatch take = new CountDownLatch(1);
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    String path = wire.head().orElseThrow().line();
                    if (path.contains("/slow")) {
                        await(take);
                        wire.exactly(PIECES * PIECE);
                    }
                    wire.send(Origin.ok("ok"));
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            // The window is larger than usual once the settings have been heard.
            client.await(Frame.SETTINGS, 0);
            client.post(1, HOST, "/slow", "content-length", String.valueOf(PIECES * PIECE));
            Upload upload = new Upload(client, 0);

            // The sockets of this machine hold some; far less than all of it.
            upload = upload.asFarAsItGoes();
            assertThat(upload.sent()).isLessThan(PIECES);
            assertThat(client.get(3, HOST, "/quick").answer(3)).isEqualTo("200 ok");

            take.countDown();
            while (upload.sent() < PIECES) {
                upload = upload.asFarAsItGoes();
            }
            assertThat(client.answer(1)).isEqualTo("200 ok");
        }
    }

    /** A body on stream 1, of which so many pieces have been sent. */
    private record Upload(FrameWire client, int sent) {
        /** Sends what the window lets through, until nothing is given back for a while. */
        Upload asFarAsItGoes() throws Exception {
            int done = sent;
            client.wire.socket.setSoTimeout(1000);
            try {
                while (done < PIECES) {
                    for (; done < PIECES && WINDOW + client.given(1) >= (done + 1) * PIECE; done++) {
                        int flags = done == PIECES - 1 ? Frame.END_STREAM : 0;
                        client.send(Frame.DATA, flags, 1, new byte[PIECE]);
                    }
                    if (done < PIECES) {
                        client.await(Frame.WINDOW_UPDATE, 1);
                    }
                }
            } catch (SocketTimeoutException usedUp) {
                assertThat(done).isPositive();
            }
            client.wire.socket.setSoTimeout(30_000);
            return new Upload(client, done);
        }
    }

    @Test
    void stopsTheInstanceOfAStreamWhoseWindowIsUsedUpAndNoOther() throws Exception {
        AtomicLong written = new AtomicLong();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    if (wire.message(false).orElseThrow().line().contains("/quick")) {
                        wire.send(Origin.ok("ok"));
                        return;
                    }
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                    while (true) {
                        wire.send(new byte[1 << 16]);
                        written.addAndGet(1 << 16);
                    }
                });
                FrameWire client = FrameWire.to(world.edge.port(), INITIAL_WINDOW_SIZE, 1 << 16)) {
            world.acme(origin);
            client.number(Frame.WINDOW_UPDATE, 0, 1 << 30).get(1, HOST, "/endless");
            int[] same = {-1, 0};
            EdgeWorld.eventually("the instance stalls", () -> {
                same[1] = same[0] == written.get() && written.get() > 0 ? same[1] + 1 : 0;
                same[0] = (int) written.get();
                return same[1] > 100;
            });

            assertThat(same[0]).isLessThan(32 << 20);
            assertThat(client.get(3, HOST, "/quick").answer(3)).isEqualTo("200 ok");
            client.number(Frame.WINDOW_UPDATE, 1, 100 << 20);
            EdgeWorld.eventually("it goes on", () -> read(client) && written.get() > same[0]);
        }
    }

    private static boolean read(FrameWire client) {
        try {
            return client.frame().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deliversALargeAnswerWhole() throws Exception {
        int size = 5 << 20;
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> Origin.ok("x".repeat(size)));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/");
            int come = 0;
            for (Frame frame = client.await(Frame.DATA, 1); !frame.ends(); frame = client.await(Frame.DATA, 1)) {
                come += frame.payload().length;
                if (frame.payload().length > 0) {
                    client.number(Frame.WINDOW_UPDATE, 1, frame.payload().length);
                    client.number(Frame.WINDOW_UPDATE, 0, frame.payload().length);
                }
            }
            assertThat(come).isGreaterThan(size - PIECE - 1);
        }
    }

    @Test
    void tellsTheInstanceAtOnceThatTheClientHasCancelled() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/stream").await(Frame.DATA, 1);

            client.number(Frame.RST_STREAM, 1, Frame.CANCEL);

            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
            EdgeWorld.eventually(
                    "it is counted out",
                    () -> world.routes.traffic(EdgeWorld.ACME).openStreams() == 0);
        }
    }

    @Test
    void tellsAllInstancesAtOnceThatTheClientHasGone() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.isEnded();
                })) {
            world.acme(origin);
            FrameWire client = FrameWire.to(world.edge.port());
            client.get(1, HOST, "/").get(3, HOST, "/");
            EdgeWorld.eventually("both came", () -> origin.connections.get() == 2);

            client.wire.reset();

            EdgeWorld.eventually("the instances are told", () -> origin.ended.get() == 2);
        }
    }

    @Test
    void neverEndsABodyThatWasCutOff() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    String line = wire.message(false).orElseThrow().line();
                    if (line.contains("/length")) {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
                    } else if (line.contains("/chunks")) {
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n");
                    } else if (line.contains("/bad")) {
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\nx");
                        wire.isEnded();
                    } else if (line.contains("/rubbish")) {
                        wire.send("SMTP ready\r\n\r\n");
                    }
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.get(1, HOST, "/length").answer(1)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(client.get(3, HOST, "/chunks").answer(3)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(client.get(5, HOST, "/bad").answer(5)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(client.get(7, HOST, "/rubbish").answer(7)).startsWith("502 ");
            assertThat(client.get(9, HOST, "/nothing").answer(9)).startsWith("502 ");
        }
    }

    @Test
    void saysAfterAnEarlyAnswerThatNobodyReadsTheRest() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    wire.send(Origin.ok("early"));
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.post(1, HOST, "/").data(1, "part", false).answer(1))
                    .isEqualTo("200 early");
            assertThat(client.await(Frame.RST_STREAM, 1).number(0)).isEqualTo(Frame.NO_ERROR);
        }
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.ISO_8859_1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
