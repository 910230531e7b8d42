package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams of one client and one instance that advance, wait for windows and break off in any order: each body arrives as it
 * was sent, byte by byte, and whoever is broken off takes nobody along.
 */
class H2cSeedTest {
    private static final String HOST = "acme.test";
    private static final int STREAMS = 12;
    private static final int MOST = 150_000;
    private static final int INITIAL_WINDOW = 65_535;
    /** Who gives back crumbs of a smaller one, one by one, is taken for a flood. */
    private static final int LEAST_WINDOW = 4_096;

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 40);
    }

    /** What is sent on a stream: both ways the same, and no two streams alike. */
    private static byte[] body(String path) {
        Random random = new Random(path.hashCode());
        byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(100) : random.nextInt(MOST)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One side of one stream: sends its body in pieces as far as it is let, and gathers the other's. */
    private static final class Half {
        final byte[] sending;
        final byte[] expected;
        int sent;
        int got;
        boolean ended;
        /** The other side has said all, where that has to come first. */
        boolean whole;

        int window;

        Half(byte[] body, int window, boolean first) {
            this.whole = first;
            this.sending = body;
            this.expected = body;
            this.window = window;
        }

        void take(byte[] piece) {
            assertThat(Arrays.equals(piece, 0, piece.length, expected, got, got + piece.length))
                    .as("bytes from " + got)
                    .isTrue();
            got += piece.length;
        }
    }

    /** A connection on which many halves send in turns, within windows that it gives and is given little by little. */
    private static class Side {
        final FrameWire wire;
        final Random random;
        final Map<Integer, Half> halves = new TreeMap<>();
        final boolean first;
        int window = INITIAL_WINDOW;
        int initial;

        Side(FrameWire wire, Random random, boolean first) {
            this.first = first;
            this.wire = wire;
            this.random = random;
            this.initial = INITIAL_WINDOW;
        }

        void open(int stream, String path) {
            halves.put(stream, new Half(body(path), initial, first));
        }

        /** Sends a piece of some stream, if any may send. */
        boolean sendSome() throws IOException {
            List<Integer> able = halves.entrySet().stream()
                    .filter(one -> maySend(one.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (able.isEmpty()) {
                return false;
            }
            int stream = able.get(random.nextInt(able.size()));
            Half half = Objects.requireNonNull(halves.get(stream));
            send(stream, half, Math.min(Math.min(window, half.window), half.sending.length - half.sent));
            return true;
        }

        boolean maySend(Half half) {
            boolean empty = half.sent == half.sending.length;
            return !half.ended && (empty || Math.min(window, half.window) > 0);
        }

        private void send(int stream, Half half, int most) throws IOException {
            int usable = half.whole ? most : Math.min(most, half.sending.length - half.sent - 1);
            int size = usable <= 0 ? 0 : 1 + random.nextInt(Math.min(usable, 16_384));
            half.ended = half.sent + size == half.sending.length;
            byte[] piece = Arrays.copyOfRange(half.sending, half.sent, half.sent + size);
            half.sent += size;
            half.window -= size;
            window -= size;
            wire.send(Frame.DATA, half.ended ? Frame.END_STREAM : 0, stream, piece);
        }

        /** Takes a frame that came, and gives its bytes back, now or together with later ones. */
        void take(Frame frame) throws IOException {
            switch (frame.type()) {
                case Frame.WINDOW_UPDATE -> grow(frame.stream(), frame.number(0));
                case Frame.SETTINGS -> settings(frame);
                case Frame.DATA -> data(frame);
                default -> {}
            }
        }

        private void data(Frame frame) throws IOException {
            Half half = halves.get(frame.stream());
            if (half != null) {
                half.take(frame.payload());
            }
            if (frame.payload().length > 0) {
                wire.number(Frame.WINDOW_UPDATE, 0, frame.payload().length);
                if (!frame.ends()) {
                    wire.number(Frame.WINDOW_UPDATE, frame.stream(), frame.payload().length);
                }
            }
        }

        private void grow(int stream, int more) {
            Half half = halves.get(stream);
            if (stream == 0) {
                window += more;
            } else if (half != null) {
                half.window += more;
            }
        }

        private void settings(Frame frame) {
            for (int at = 0; at < frame.payload().length; at += 6) {
                if (frame.payload()[at + 1] == 4) {
                    int now = frame.number(at + 2);
                    for (Half half : halves.values()) {
                        half.window += now - initial;
                    }
                    initial = now;
                }
            }
        }
    }

    /** An instance that says the body of its path while it takes the same one, and now and then breaks off. */
    private static void serve(Wire connection, Random random, Map<String, String> faults) throws IOException {
        FrameWire wire =
                FrameWire.from(connection, 3, 5 + random.nextInt(10), 4, LEAST_WINDOW + random.nextInt(100_000));
        // An answer that ends first would end the request, too.
        Side side = new Side(wire, random, false) {
            @Override
            boolean maySend(Half half) {
                return super.maySend(half) && (half.whole || half.sending.length - half.sent > 1);
            }
        };
        while (true) {
            if (connection.in.available() == 0 && side.sendSome()) {
                continue;
            }
            Optional<Frame> frame = wire.frame();
            if (frame.isEmpty()) {
                return;
            }
            take(side, frame.get(), faults);
        }
    }

    private static void take(Side side, Frame frame, Map<String, String> faults) throws IOException {
        int stream = frame.stream();
        if (frame.type() == Frame.HEADERS) {
            String path = String.valueOf(side.wire.fields(stream).path());
            side.open(stream, path);
            side.wire.respond(stream, false);
            if (path.startsWith("/broken")) {
                side.halves.remove(stream);
                side.wire.number(Frame.RST_STREAM, stream, Frame.CANCEL);
            }
        } else if (frame.type() == Frame.RST_STREAM) {
            side.halves.remove(stream);
        } else {
            Half half = side.halves.get(stream);
            try {
                side.take(frame);
            } catch (AssertionError wrong) {
                faults.put("stream " + stream, String.valueOf(wrong.getMessage()));
            }
            if (frame.ends() && half != null) {
                half.whole = true;
                if (half.got != half.expected.length) {
                    faults.put("stream " + stream, half.got + " of " + half.expected.length);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deliversEveryBodyByteByByte(int seed) throws Exception {
        Map<String, String> faults = new ConcurrentHashMap<>();
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true).withEventLoops(1));
                Origin origin = Origin.running((wire, number) -> serve(wire, new Random(seed * 31L + number), faults));
                FrameWire wire = FrameWire.to(world.edge.port(), 4, LEAST_WINDOW + new Random(seed).nextInt(100_000))) {
            world.calls(origin);

            Client client = new Client(wire, new Random(seed));
            client.run();

            assertThat(faults).isEmpty();
            client.check();
        }
    }

    private static final class Client extends Side {
        private final Map<Integer, String> ends = new TreeMap<>();
        private final Map<Integer, String> paths = new TreeMap<>();

        Client(FrameWire wire, Random random) {
            super(wire, random, true);
        }

        void run() throws IOException {
            while (ends.size() < STREAMS) {
                if (wire.wire.in.available() > 0 || !act()) {
                    take(wire.frame().orElseThrow());
                }
            }
        }

        /** Does something that can be done, if anything can. */
        private boolean act() throws IOException {
            int dice = random.nextInt(150);
            if (paths.size() < STREAMS && dice < 30) {
                return begin();
            }
            if (!halves.isEmpty() && dice == 149) {
                return leave();
            }
            return sendSome() || (paths.size() < STREAMS && begin());
        }

        private boolean begin() throws IOException {
            int next = 1 + 2 * paths.size();
            String path = (random.nextInt(6) == 0 ? "/broken" : "/whole") + random.nextInt();
            paths.put(next, path);
            open(next, path);
            wire.post(next, HOST, path);
            return true;
        }

        /** Breaks one off, now and then. */
        private boolean leave() throws IOException {
            int stream = halves.keySet().iterator().next();
            halves.remove(stream);
            ends.put(stream, "left");
            wire.number(Frame.RST_STREAM, stream, Frame.CANCEL);
            return true;
        }

        @Override
        void take(Frame frame) throws IOException {
            int stream = frame.stream();
            if (frame.type() == Frame.RST_STREAM && halves.remove(stream) != null) {
                ends.put(stream, "reset " + frame.number(0));
            }
            super.take(frame);
            Half half = halves.get(stream);
            if (frame.ends() && half != null) {
                ends.put(stream, half.got + " of " + half.expected.length);
                halves.remove(stream);
            }
        }

        void check() {
            ends.forEach((stream, end) -> {
                String path = paths.get(stream);
                int length = body(String.valueOf(path)).length;
                if (String.valueOf(path).startsWith("/broken")) {
                    assertThat(end).isIn("reset " + Frame.INTERNAL_ERROR, "left");
                } else {
                    assertThat(end).isIn(length + " of " + length, "left");
                }
            });
        }
    }
}
