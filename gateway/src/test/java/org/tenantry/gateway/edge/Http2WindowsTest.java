package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data within the client's windows (RFC 9113 section 5.2), however small these are and however they change. */
class Http2WindowsTest {
    private static final String HOST = "acme.test";
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int STREAMS = 6;

    static IntStream seeds() {
        return IntStream.range(0, 25);
    }

    private static String body(int stream, int size) {
        StringBuilder body = new StringBuilder(size + 10);
        while (body.length() < size) {
            body.append((char) ('a' + stream)).append(body.length());
        }
        body.setLength(size);
        return body.toString();
    }

    /** A client that gives room by chance, and counts what it gets. */
    private static final class Receiver {
        private final FrameWire client;
        private final Random random;
        private final Map<Integer, StringBuilder> bodies = new HashMap<>();
        private final Map<Integer, Integer> windows = new HashMap<>();
        private int whole;
        private int window = 65_535;
        private int initial;

        Receiver(FrameWire client, Random random, int initial) {
            this.client = client;
            this.random = random;
            this.initial = initial;
        }

        void receive(int streams) throws IOException {
            while (whole < streams) {
                Frame frame = client.frame().orElseThrow();
                if (frame.type() == Frame.DATA) {
                    take(frame);
                    raise(frame.stream());
                }
                whole += frame.ends() ? 1 : 0;
            }
        }

        private void take(Frame frame) {
            int length = frame.payload().length;
            window -= length;
            windows.merge(frame.stream(), initial - length, (known, first) -> known - length);
            assertThat(window).isNotNegative();
            assertThat(windows.get(frame.stream())).isNotNegative();
            bodies.computeIfAbsent(frame.stream(), fresh -> new StringBuilder())
                    .append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
        }

        private void raise(int stream) throws IOException {
            if (window < 20_000) {
                int more = 1024 + random.nextInt(60_000);
                window += more;
                client.number(Frame.WINDOW_UPDATE, 0, more);
            }
            if (windows.getOrDefault(stream, initial) < 1024) {
                int more = 1024 + random.nextInt(30_000);
                windows.merge(stream, more, Integer::sum);
                client.number(Frame.WINDOW_UPDATE, stream, more);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sendsEveryByteOnceAndNoneTooEarly(int seed) throws Exception {
        Random random = new Random(seed);
        int initial = 1 + random.nextInt(40_000);
        int most = random.nextInt(10) == 0 ? 2_000_000 : 100_000;
        int[] sizes = random.ints(STREAMS, 0, most).toArray();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> {
                    int stream = Integer.parseInt(request.line().split("[/ ]")[2]);
                    String body = body(stream, sizes[stream]);
                    return stream % 2 == 0
                            ? Origin.ok(body)
                            : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + (body.isEmpty()
                                            ? ""
                                            : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n")
                                    + (stream % 3 == 0 ? "0\r\nX-Sum: 7\r\n\r\n" : "0\r\n\r\n");
                });
                FrameWire client = FrameWire.to(world.edge.port(), INITIAL_WINDOW_SIZE, initial)) {
            world.acme(origin);
            for (int i = 0; i < STREAMS; i++) {
                client.get(2 * i + 1, HOST, "/" + i);
            }
            Receiver receiver = new Receiver(client, random, initial);
            receiver.receive(STREAMS);

            for (int i = 0; i < STREAMS; i++) {
                String come = receiver.bodies
                        .getOrDefault(2 * i + 1, new StringBuilder())
                        .toString();
                assertThat(come.length()).isEqualTo(sizes[i]);
                assertThat(come).isEqualTo(body(i, sizes[i]));
            }
        }
    }

    @Test
    void endsAStreamWithTheLastOfWhatWaited() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("hello");
                FrameWire client = FrameWire.to(world.edge.port(), INITIAL_WINDOW_SIZE, 2)) {
            world.acme(origin);
            client.get(1, HOST, "/");

            assertThat(client.await(Frame.DATA, 1).payload()).hasSize(2);
            client.number(Frame.WINDOW_UPDATE, 1, 1);
            assertThat(client.await(Frame.DATA, 1).payload()).hasSize(1);
            client.settings(INITIAL_WINDOW_SIZE, 100);
            Frame last = client.await(Frame.DATA, 1);
            assertThat(last.payload()).hasSize(2);
            assertThat(last.ends()).isTrue();
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 hello");
        }
    }

    @Test
    void endsASmallAnswerWithItsData() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("hello");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.get(1, HOST, "/").await(Frame.DATA, 1).ends()).isTrue();
        }
    }

    @Test
    void readsFramesHoweverTheyComeInPieces() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> Origin.ok(request.body()));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            byte[] block = FrameWire.block(FrameWire.request("POST", HOST, "/"));
            byte[][] frames = {
                new Frame(Frame.HEADERS, 0x20, 1, joined(new byte[] {0, 0, 0, 0, 15}, block, 0, 10)).bytes(),
                new Frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, joined(new byte[0], block, 10, block.length))
                        .bytes(),
                new Frame(Frame.DATA, 0x8, 1, new byte[] {3, 'o', 'n', 'e', 0, 0, 0}).bytes(),
                new Frame(Frame.DATA, 0x8, 1, new byte[] {2, 0, 0}).bytes(),
                new Frame(Frame.DATA, 0x8 | Frame.END_STREAM, 1, new byte[] {0, 't', 'w', 'o'}).bytes(),
            };
            for (byte[] frame : frames) {
                for (byte piece : frame) {
                    client.wire.send(new byte[] {piece});
                }
            }

            assertThat(client.answer(1)).isEqualTo("200 onetwo");
        }
    }

    private static byte[] joined(byte[] before, byte[] block, int from, int end) {
        byte[] all = new byte[before.length + end - from];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(block, from, all, before.length, end - from);
        return all;
    }

    @Test
    void passesAHeadOnThatNeedsSeveralFrames() throws Exception {
        String long_ = "v".repeat(20_000);
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> "HTTP/1.1 200 OK\r\nX-One: " + long_ + "\r\nX-Two: " + long_
                        + "\r\nContent-Length: 2\r\n\r\nok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("200 ok");
            assertThat(client.fields(1).get("x-two")).hasToString(long_);
        }
    }

    @Test
    void saysThatItUsesNoTableWhereTheClientBoundsIt() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port(), HEADER_TABLE_SIZE, 0)) {
            world.acme(origin);

            assertThat(client.get(1, HOST, "/").await(Frame.HEADERS, 1).payload())
                    .startsWith(0x20, 0x88);
            assertThat(client.get(3, HOST, "/").await(Frame.HEADERS, 3).payload())
                    .startsWith(0x88);
        }
    }
}
