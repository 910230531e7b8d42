package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.BodyRelay.Form;
import org.tenantry.gateway.edge.http1.BodyRelay.Progress;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Trailers;

/** A chunked body ends where a second reader ends it, with the same data, and what goes on ends there once more. */
public final class FuzzedChunks {
    private static final Pattern SIZE =
            Pattern.compile("([0-9A-Fa-f]{1,16})(?:;[\\t\\x20-\\x7e\\x80-\\xff]{0,256})?\r\n");
    private static final int MOST_TRAILERS = 128;
    private static final int LARGEST_TRAILERS = 8 << 10;

    private FuzzedChunks() {}

    /** What a reader made of a body that is whole. */
    private record Read(String data, int end, List<StrictMessage.Line> trailers) {}

    public static void fuzzerTestOneInput(byte[] input) {
        Optional<Read> strict = strict(StrictMessage.text(input));
        String passed = read(input, Form.CHUNKS);
        String data = read(input, Form.DATA_OF_CHUNKS);
        Fuzz.same("whole", strict.isPresent(), passed.startsWith("WHOLE"));
        Fuzz.same("whole, as data", strict.isPresent(), data.startsWith("WHOLE"));
        if (strict.isPresent()) {
            Read came = strict.get();
            Fuzz.same("the data", data, "WHOLE " + came.end() + " " + came.data());
            String head = "WHOLE " + came.end() + " ";
            Fuzz.holds("the end: " + passed, passed.startsWith(head));
            Read goes = strict(passed.substring(head.length()))
                    .orElseThrow(() -> new AssertionError("a strict reader refuses what goes on: " + passed));
            Fuzz.same("the data that go on", goes.data(), came.data());
            Fuzz.same("nothing behind", goes.end(), passed.length() - head.length());
            for (StrictMessage.Line line : goes.trailers()) {
                Fuzz.holds("it came: " + line, came.trailers().contains(line));
                Fuzz.holds(
                        "it may go: " + line,
                        !line.loose()
                                .matches(
                                        "host|content-length|transfer-encoding|x-forwarded-.*|connection|te|set-cookie|authorization"));
            }
        }
    }

    private static String read(byte[] input, Form form) {
        return Fuzz.wherever(input, pieces -> {
            StringBuilder passed = new StringBuilder();
            BodyRelay relay = new BodyRelay(new ByteWriter(16));
            relay.begin(form, 0);
            Progress progress = Progress.MORE;
            int taken = 0;
            for (ByteBuf piece : pieces) {
                if (progress == Progress.MORE) {
                    progress = relay.pass(piece, new Passed(passed));
                    taken += piece.readerIndex();
                }
            }
            return progress == Progress.WHOLE ? "WHOLE " + taken + " " + passed : progress.toString();
        });
    }

    private record Passed(StringBuilder text) implements BodyRelay.Sink {
        @Override
        public void write(ByteBuf in, int from, int length) {
            text.append(in.toString(from, length, ISO_8859_1));
        }

        @Override
        public void write(ByteWriter bytes) {
            text.append(bytes);
        }

        @Override
        public void trailers(Trailers section) {
            Fuzz.holds("trailers are there", section.count() > 0);
        }
    }

    private static Optional<Read> strict(String text) {
        StringBuilder data = new StringBuilder();
        Matcher size = SIZE.matcher(text);
        int at = 0;
        while (size.region(at, text.length()).lookingAt()) {
            long length = Long.parseUnsignedLong(size.group(1).toLowerCase(Locale.ROOT), 16);
            int from = size.end();
            if (length == 0) {
                return trailers(text.substring(from), data.toString(), from);
            }
            if (length < 0 || length > text.length() - from - 2) {
                return Optional.empty();
            }
            at = from + (int) length + 2;
            data.append(text, from, at - 2);
            if (!text.startsWith("\r\n", at - 2)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Read> trailers(String text, String data, int from) {
        return StrictMessage.trailers(text)
                .filter(section -> section.lines().size() <= MOST_TRAILERS)
                .filter(section -> text.length() - section.rest().length() <= LARGEST_TRAILERS)
                .map(section ->
                        new Read(data, from + text.length() - section.rest().length(), section.lines()));
    }
}
