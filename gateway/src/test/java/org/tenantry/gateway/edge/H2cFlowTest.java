package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Windows from end to end: each side may send as far as the other one takes, and nobody waits for a third. */
class H2cFlowTest {
    private static final String HOST = "acme.test";
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_FRAME_SIZE = 5;
    private static final int WINDOW = 256 << 10;
    private static final int PIECE = 16 << 10;

    private static EdgeWorld world() {
        return new EdgeWorld(settings -> settings.withH2c(true).withEventLoops(1));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void sendWindow(FrameWire peer, int stream) throws IOException {
        for (int sent = 0; sent < WINDOW; sent += PIECE) {
            peer.send(Frame.DATA, 0, stream, new byte[PIECE]);
        }
    }

    // Answers.

    @Test
    void givesTheWindowBackAsTheClientTakesTheAnswerAndHoldsUpNobodyElse() throws Exception {
        int slow = 30;
        BlockingQueue<Integer> given = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    for (int i = 0; i < slow; i++) {
                        int stream = peer.askedWhole();
                        peer.respond(stream, false);
                        sendWindow(peer, stream);
                    }
                    int quick = peer.askedWhole();
                    given.add(peer.given(1));
                    peer.respond(quick, false).data(quick, "ok", true);
                    peer.await(frame -> frame.type() == Frame.WINDOW_UPDATE && frame.stream() == 1);
                    given.add(peer.given(1));
                    sendWindow(peer, 1);
                    peer.data(1, "", true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port(), INITIAL_WINDOW_SIZE, 0);
                FrameWire other = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            for (int i = 0; i < slow; i++) {
                client.get(1 + 2 * i, HOST, "/slow");
                client.await(Frame.HEADERS, 1 + 2 * i);
            }

            assertThat(other.get(1, HOST, "/quick").answer(1)).isEqualTo("200 ok");

            assertThat(H2cTest.taken(given)).isZero();
            client.number(Frame.WINDOW_UPDATE, 0, 1 << 20).number(Frame.WINDOW_UPDATE, 1, 1 << 20);
            assertThat(H2cTest.taken(given)).isPositive();
            assertThat(client.answer(1)).hasSize("200 ".length() + 2 * WINDOW);
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void givesTheWindowBackAsAClientOfHttp11TakesTheAnswer() throws Exception {
        int windows = 200;
        CountDownLatch stuck = new CountDownLatch(1);
        BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.askedWhole();
                    peer.respond(stream, false);
                    int pieces = 0;
                    wire.socket.setSoTimeout(1000);
                    try {
                        pieces = sendAll(peer, stream, pieces, windows * WINDOW / PIECE);
                    } catch (java.net.SocketTimeoutException nothingIsGivenBack) {
                        pieces = -1;
                    }
                    sent.add(pieces);
                    stuck.countDown();
                    wire.isEnded();
                })) {
            world.calls(origin);
            Wire client = world.client().get(HOST, "/");

            await(stuck);

            assertThat(H2cTest.taken(sent)).isEqualTo(-1);
            assertThat(client.head().orElseThrow().status()).isEqualTo(200);
        }
    }

    /** Sends pieces as the window lets them through; says how many. */
    private static int sendAll(FrameWire peer, int stream, int before, int pieces) throws IOException {
        int done = before;
        while (done < pieces) {
            for (; done < pieces && WINDOW + peer.given(stream) >= (done + 1) * PIECE; done++) {
                peer.send(Frame.DATA, 0, stream, new byte[PIECE]);
            }
            if (done < pieces) {
                peer.await(Frame.WINDOW_UPDATE, stream);
            }
        }
        return done;
    }

    @Test
    void relaysALargeAnswerWhole() throws Exception {
        int pieces = 40 * WINDOW / PIECE;
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.askedWhole();
                    peer.respond(stream, false, "content-length", String.valueOf(pieces * PIECE));
                    sendAll(peer, stream, 0, pieces);
                    peer.data(stream, "", true);
                    wire.isEnded();
                })) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").body()).hasSize(pieces * PIECE);
        }
    }

    // Requests.

    @Test
    void takesABodyOnlyAsTheInstanceTakesItAndHoldsUpNobodyElse() throws Exception {
        CountDownLatch take = new CountDownLatch(1);
        int pieces = 64;
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire, INITIAL_WINDOW_SIZE, 0);
                    int slow = peer.asked();
                    int quick = peer.askedWhole();
                    peer.respond(quick, false).data(quick, "ok", true);
                    await(take);
                    peer.number(Frame.WINDOW_UPDATE, 0, pieces * PIECE)
                            .number(Frame.WINDOW_UPDATE, slow, pieces * PIECE);
                    int got = 0;
                    for (Frame frame = peer.next(slow); got < pieces * PIECE; frame = peer.next(slow)) {
                        got += frame.payload().length;
                        if (frame.ends()) {
                            break;
                        }
                    }
                    peer.respond(slow, false).data(slow, String.valueOf(got), true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.await(Frame.SETTINGS, 0);
            client.post(1, HOST, "/slow");
            for (int i = 0; i < WINDOW / PIECE; i++) {
                client.send(Frame.DATA, 0, 1, new byte[PIECE]);
            }

            assertThat(client.get(3, HOST, "/quick").answer(3)).isEqualTo("200 ok");

            // Of what is not even sent on, at most what one frame holds was given back.
            assertThat(client.given(1)).isZero();
            take.countDown();
            for (int i = WINDOW / PIECE; i < pieces; i++) {
                while (WINDOW + client.given(1) < (i + 1) * PIECE) {
                    client.await(Frame.WINDOW_UPDATE, 1);
                }
                client.send(Frame.DATA, i == pieces - 1 ? Frame.END_STREAM : 0, 1, new byte[PIECE]);
            }
            assertThat(client.answer(1)).isEqualTo("200 " + pieces * PIECE);
        }
    }

    @Test
    void heedsWhatTheInstanceSetsWhileRequestsAreOpen() throws Exception {
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire, INITIAL_WINDOW_SIZE, 10);
                    int stream = peer.asked();
                    seen.add(peer.await(Frame.DATA, stream));
                    // The window of the stream that is open grows by as much as that of new ones.
                    peer.settings(INITIAL_WINDOW_SIZE, 14, MAX_FRAME_SIZE, 1 << 20);
                    seen.add(peer.await(Frame.DATA, stream));
                    peer.settings(INITIAL_WINDOW_SIZE, 0);
                    peer.number(Frame.WINDOW_UPDATE, stream, 14 + 1);
                    seen.add(peer.await(Frame.DATA, stream));
                    peer.settings(INITIAL_WINDOW_SIZE, 1 << 20);
                    seen.add(peer.await(Frame.DATA, stream));
                    peer.respond(stream, true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            client.post(1, HOST, "/").data(1, "0123456789ABCDefghijklmnop", true);

            assertThat(H2cTest.text(H2cTest.taken(seen))).isEqualTo("0123456789");
            assertThat(H2cTest.text(H2cTest.taken(seen))).isEqualTo("ABCD");
            assertThat(H2cTest.text(H2cTest.taken(seen))).isEqualTo("e");
            Frame last = H2cTest.taken(seen);
            assertThat(new String(last.payload(), ISO_8859_1)).isEqualTo("fghijklmnop");
            assertThat(last.ends()).isTrue();
            assertThat(client.answer(1)).isEqualTo("200 ");
        }
    }

    @Test
    void saysThatItUsesNoTableWhereTheInstanceBoundsIt() throws Exception {
        BlockingQueue<Byte> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire, HEADER_TABLE_SIZE, 0);
                    for (int i = 0; i < 2; i++) {
                        seen.add(peer.await(frame -> frame.type() == Frame.HEADERS)
                                .payload()[0]);
                        peer.respond(1 + 2 * i, true);
                    }
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("200 ");
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ");

            assertThat(H2cTest.taken(seen)).isEqualTo((byte) 0x20);
            assertThat(H2cTest.taken(seen)).isNotEqualTo((byte) 0x20);
        }
    }

    // Connections.

    @Test
    void opensAnotherConnectionWhereOneTakesNoMore() throws Exception {
        CountDownLatch all = new CountDownLatch(5);
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire, MAX_CONCURRENT_STREAMS, 2);
                    int first = peer.askedWhole();
                    all.countDown();
                    if (number < 3) {
                        int second = peer.askedWhole();
                        all.countDown();
                        await(all);
                        peer.respond(second, true);
                    }
                    await(all);
                    peer.respond(first, true);
                    peer.respond(peer.askedWhole(), false, "x-number", String.valueOf(number))
                            .data(5, "", true);
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            for (int i = 0; i < 5; i++) {
                client.get(1 + 2 * i, HOST, "/" + i);
            }

            for (int i = 0; i < 5; i++) {
                client.await(frame -> frame.ends());
            }

            assertThat(origin.connections).hasValue(3);
            client.get(11, HOST, "/again");
            client.await(Frame.HEADERS, 11);
            assertThat(origin.connections).hasValue(3);
        }
    }

    @Test
    void opensAnotherConnectionWhereTheInstanceTakesFewerThanBefore() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.askedWhole();
                    peer.settings(MAX_CONCURRENT_STREAMS, number == 1 ? 1 : 100).respond(1, false);
                    peer.await(frame -> frame.type() == Frame.SETTINGS && frame.flags() == Frame.ACK);
                    peer.data(1, "connection " + number, number == 2);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.get(1, HOST, "/endless");
            assertThat(H2cTest.text(client.await(Frame.DATA, 1))).isEqualTo("connection 1");

            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 connection 2");
        }
    }

    @Test
    void asksNothingOfAnInstanceThatTakesNoRequests() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire.from(wire, MAX_CONCURRENT_STREAMS, 0);
                    wire.isEnded();
                    wire.rest();
                })) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").status()).isEqualTo(503);
            EdgeWorld.eventually("it is left", () -> origin.ended.get() == 1);
        }
    }

    @Test
    void letsAHundredRequestsWaitForTheFirstConnection() throws Exception {
        CountDownLatch greet = new CountDownLatch(1);
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    await(greet);
                    FrameWire peer = FrameWire.from(wire);
                    for (int i = 0; i < 100; i++) {
                        peer.respond(peer.askedWhole(), true);
                    }
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            for (int i = 0; i < 100; i++) {
                client.get(1 + 2 * i, HOST, "/");
            }
            client.send(Frame.PING, 0, 0, new byte[8]).await(Frame.PING, 0);

            greet.countDown();

            for (int i = 0; i < 100; i++) {
                client.await(Frame::ends);
            }
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void answersPings() throws Exception {
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.askedWhole();
                    seen.add(peer.send(Frame.PING, 0, 0, "12345678".getBytes(ISO_8859_1))
                            .await(Frame.PING, 0));
                    peer.respond(stream, true);
                    wire.isEnded();
                })) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").status()).isEqualTo(200);

            Frame answer = H2cTest.taken(seen);
            assertThat(answer.flags()).isEqualTo(Frame.ACK);
            assertThat(H2cTest.text(answer)).isEqualTo("12345678");
        }
    }
}
