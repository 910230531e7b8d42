package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An instance that breaks the rules of HTTP/2, or asks for more than an answer is worth, loses its connection; one whose answer
 * is malformed loses just that stream. The client gets 502 either way, and others get their answers.
 */
class H2cBadPeerTest {
    private static final String HOST = "acme.test";
    private static final int PUSH_PROMISE = 5;
    private static final int COMPRESSION_ERROR = 9;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int STREAM_CLOSED = 5;
    private static final int FRAME_SIZE_ERROR = 6;

    /** What an instance does instead of answering, once or in turns. */
    interface Deed {
        void to(FrameWire peer, int turn) throws IOException;
    }

    private static EdgeWorld world() {
        return new EdgeWorld(settings -> settings.withH2c(true).withEventLoops(1));
    }

    /** The error with which the edge ends a connection whose instance does so; the next connection is a good one. */
    private static int ends(int turns, Deed deed) throws Exception {
        BlockingQueue<Integer> errors = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.askedWhole();
                    if (number > 1) {
                        peer.respond(1, false).data(1, "ok", true);
                        wire.isEnded();
                        return;
                    }
                    try {
                        for (int turn = 0; turn < turns; turn++) {
                            deed.to(peer, turn);
                        }
                    } catch (IOException closedAlready) {
                        assertThat(closedAlready).isNotNull();
                    }
                    errors.add(peer.goodbye());
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).startsWith("502");
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ok");
            return H2cTest.taken(errors);
        }
    }

    private static DynamicTest broken(String name, int error, Deed deed) {
        return DynamicTest.dynamicTest(name, () -> assertThat(ends(1, deed)).isEqualTo(error));
    }

    private static DynamicTest flood(String name, Deed deed) {
        // The goodbye may be lost where the flood goes on behind it: then there is none, but an end there is.
        return DynamicTest.dynamicTest(name, () -> assertThat(ends(4000, deed)).isIn(Frame.ENHANCE_YOUR_CALM, -1));
    }

    @TestFactory
    Stream<DynamicTest> breaksTheRules() {
        int error = Frame.PROTOCOL_ERROR;
        return Stream.of(
                broken("a promise", error, (peer, turn) -> peer.send(PUSH_PROMISE, 4, 1, new byte[4])),
                broken("a wish for promises", error, (peer, turn) -> peer.settings(2, 1)),
                broken("a stream of its own", error, (peer, turn) -> peer.respond(2, true)),
                broken("an answer to nothing", error, (peer, turn) -> peer.respond(3, true)),
                broken("data for nothing", error, (peer, turn) -> peer.data(5, "x", false)),
                broken("data of a stream of its own", error, (peer, turn) -> peer.data(2, "x", false)),
                broken("a reset of nothing", error, (peer, turn) -> peer.number(Frame.RST_STREAM, 7, 0)),
                broken("a window of nothing", error, (peer, turn) -> peer.number(Frame.WINDOW_UPDATE, 9, 1)),
                broken("a window without growth", error, (peer, turn) -> peer.number(Frame.WINDOW_UPDATE, 0, 0)),
                broken("settings of a stream", error, (peer, turn) -> peer.send(Frame.SETTINGS, 0, 1, new byte[0])),
                broken("frames that are too small", error, (peer, turn) -> peer.settings(5, 100)),
                broken("a goodbye that is taken back", error, H2cBadPeerTest::takesItsGoodbyeBack),
                broken(
                        "a frame between fields",
                        error,
                        (peer, turn) ->
                                peer.send(Frame.HEADERS, 0, 1, new byte[0]).data(1, "x", true)),
                broken("a window beyond all", FLOW_CONTROL_ERROR, (peer, turn) -> peer.settings(4, -1)),
                broken(
                        "fields behind its own reset",
                        STREAM_CLOSED,
                        (peer, turn) -> peer.number(Frame.RST_STREAM, 1, 0).respond(1, false)),
                broken("a frame of any size", FRAME_SIZE_ERROR, (peer, turn) -> peer.send(0, 0, 1, new byte[20_000])),
                broken(
                        "fields that nobody can read",
                        COMPRESSION_ERROR,
                        (peer, turn) ->
                                peer.send(Frame.HEADERS, 5, 1, new byte[] {(byte) 0xff, (byte) 0xff, 127, 127})));
    }

    private static void takesItsGoodbyeBack(FrameWire peer, int turn) throws IOException {
        peer.send(Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 0});
        peer.send(Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, 3, 0, 0, 0, 0});
    }

    @TestFactory
    Stream<DynamicTest> asksForTooMuch() {
        return Stream.of(
                flood("pings", (peer, turn) -> peer.send(Frame.PING, 0, 0, new byte[8])),
                flood("settings", (peer, turn) -> peer.settings(4, 65_535 + turn)),
                flood("windows", (peer, turn) -> peer.number(Frame.WINDOW_UPDATE, 0, 1)),
                flood("priorities", (peer, turn) -> peer.send(Frame.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1})),
                flood("unknown frames", (peer, turn) -> peer.send(0x20, 0, 0, new byte[0])),
                flood("goodbyes", (peer, turn) -> peer.send(Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 0})),
                flood("interim answers", (peer, turn) -> peer.fields(1, false, ":status", "103")),
                flood("late answers", (peer, turn) -> {
                    if (turn == 0) {
                        peer.fields(1, false, "no", "status");
                    }
                    peer.respond(1, false);
                }),
                flood("small pieces of fields", (peer, turn) -> {
                    if (turn == 0) {
                        peer.send(Frame.HEADERS, 0, 1, FrameWire.block(":status", "200"));
                    }
                    peer.send(Frame.CONTINUATION, 0, 1, new byte[0]);
                }),
                flood("fields without end", (peer, turn) -> {
                    if (turn == 0) {
                        peer.send(Frame.HEADERS, 0, 1, FrameWire.block(":status", "200"));
                    }
                    peer.send(Frame.CONTINUATION, 0, 1, FrameWire.block("x-a", "a".repeat(16_000)));
                }));
    }

    @Test
    void endsAnAnswerThatHadBegunWhereTheConnectionIsLost() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = H2cTest.answering((peer, stream) -> {
                    peer.respond(stream, false).data(stream, "part", false);
                    for (int i = 0; i < 20; i++) {
                        peer.data(stream, "", false);
                    }
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
        }
    }

    // Malformed answers.

    /** The error with which the edge resets a stream that is answered so; another one is answered meanwhile. */
    private static void loses(String request, String expected, Deed answer) throws Exception {
        BlockingQueue<Integer> errors = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.askedWhole();
                    answer.to(peer, 0);
                    errors.add(peer.await(Frame.RST_STREAM, 1).number(0));
                    int next = peer.askedWhole();
                    peer.respond(next, false).data(next, "ok", true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            client.fields(1, true, FrameWire.request(request, HOST, "/"));
            assertThat(client.answer(1)).startsWith(expected);
            assertThat(H2cTest.taken(errors)).isIn(Frame.PROTOCOL_ERROR, Frame.CANCEL);
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ok");
            assertThat(origin.connections).hasValue(1);
        }
    }

    private static DynamicTest malformed(String name, Deed answer) {
        return DynamicTest.dynamicTest(name, () -> loses("GET", "502", answer));
    }

    private static DynamicTest broken(String name, Deed answer) {
        return DynamicTest.dynamicTest(name, () -> loses("GET", "reset " + Frame.INTERNAL_ERROR, answer));
    }

    @TestFactory
    Stream<DynamicTest> answersWhatNobodyMayRead() {
        return Stream.of(
                malformed("no status", (peer, turn) -> peer.fields(1, false, "x-a", "b")),
                malformed("nothing", (peer, turn) -> peer.fields(1, false)),
                malformed("a status of two digits", (peer, turn) -> peer.fields(1, false, ":status", "20")),
                malformed("a status of four digits", (peer, turn) -> peer.fields(1, false, ":status", "2000")),
                malformed("a status below all", (peer, turn) -> peer.fields(1, false, ":status", "099")),
                malformed("two statuses", (peer, turn) -> peer.respond(1, false, ":status", "200")),
                malformed("a change of protocol", (peer, turn) -> peer.fields(1, false, ":status", "101")),
                malformed("an end that is interim", (peer, turn) -> peer.fields(1, true, ":status", "103")),
                malformed("a name in capitals", (peer, turn) -> peer.respond(1, false, "X-A", "b")),
                malformed("a name with a blank", (peer, turn) -> peer.respond(1, false, "x a", "b")),
                malformed("a line in a value", (peer, turn) -> peer.respond(1, false, "x-a", "b\r\nx-b: c")),
                malformed("a zero in a value", (peer, turn) -> peer.respond(1, false, "x-a", "b\0")),
                malformed("a blank around a value", (peer, turn) -> peer.respond(1, false, "x-a", " b")),
                malformed("a field of connections", (peer, turn) -> peer.respond(1, false, "connection", "close")),
                malformed("chunks", (peer, turn) -> peer.respond(1, false, "transfer-encoding", "chunked")),
                malformed("a path", (peer, turn) -> peer.respond(1, false, ":path", "/")),
                malformed(
                        "two lengths",
                        (peer, turn) -> peer.respond(1, false, "content-length", "1", "content-length", "2")),
                malformed("no number for a length", (peer, turn) -> peer.respond(1, false, "content-length", "+1")),
                malformed("a body without a head", (peer, turn) -> peer.data(1, "body", false)),
                malformed("a head that is too large", H2cBadPeerTest::sendsALargeHead),
                broken(
                        "more than its length",
                        (peer, turn) ->
                                peer.respond(1, false, "content-length", "2").data(1, "abc", false)),
                broken(
                        "trailers and no end",
                        (peer, turn) -> peer.respond(1, false).fields(1, false, "x-a", "b")),
                broken(
                        "a status at the end",
                        (peer, turn) -> peer.respond(1, false).respond(1, true)),
                DynamicTest.dynamicTest(
                        "a body for HEAD",
                        () -> loses(
                                "HEAD",
                                "200",
                                (peer, turn) -> peer.respond(1, false, "content-length", "3")
                                        .data(1, "abc", false))));
    }

    private static void sendsALargeHead(FrameWire peer, int turn) throws IOException {
        peer.send(Frame.HEADERS, 0, 1, FrameWire.block(":status", "200", "x-a", "a".repeat(16_000)));
        for (int i = 0; i < 3; i++) {
            peer.send(Frame.CONTINUATION, 0, 1, FrameWire.block("x-" + i, "a".repeat(16_000)));
        }
        peer.send(Frame.CONTINUATION, Frame.END_HEADERS, 1, FrameWire.block("x-last", "a".repeat(2_000)));
    }

    @Test
    void takesNoMoreOfAnAnswerThanItsWindow() throws Exception {
        BlockingQueue<Integer> errors = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.respond(peer.askedWhole(), false);
                    for (int i = 0; i < 17; i++) {
                        peer.send(Frame.DATA, 0, 1, new byte[16 << 10]);
                    }
                    errors.add(peer.await(Frame.RST_STREAM, 1).number(0));
                    peer.respond(peer.askedWhole(), true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port(), 4, 0)) {
            world.calls(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(H2cTest.taken(errors)).isEqualTo(FLOW_CONTROL_ERROR);
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ");
        }
    }

    @Test
    void passesOnNoAnswerThatIsShorterThanItSays() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = H2cTest.answering((peer, stream) ->
                        peer.respond(stream, false, "content-length", "5").data(stream, "abc", true));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(origin.connections).hasValue(1);
        }
    }
}
