package org.tenantry.gateway.edge.http2.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.gateway.edge.http1.ByteWriter;

/** The same bytes are the same fields to us and to Netty, and what one of both refuses the other does, too. By seed. */
class SameFieldsTest {
    private static final String[] NAMES = {
        ":path",
        "accept",
        "cookie",
        "user-agent",
        "x-own",
        "content-length",
        "if-none-match",
        "a",
        "x-longer-than-others"
    };
    private static final int LARGEST = 1 << 20;

    private final FieldDecoder ours = new FieldDecoder();
    private final DecodedFields fields = new DecodedFields(LARGEST);
    private final DefaultHttp2HeadersDecoder theirs = new DefaultHttp2HeadersDecoder(false, LARGEST);

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    private Optional<String> byUs(byte[] block) {
        try {
            ours.decode(block, 0, block.length, fields);
            return Optional.of(lines(true) + lines(false));
        } catch (MalformedBlock malformed) {
            return Optional.empty();
        }
    }

    /** Netty tells those first whose names begin with a colon. */
    private String lines(boolean pseudo) {
        StringBuilder lines = new StringBuilder();
        byte[] bytes = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            int from = fields.nameFrom(i);
            int end = fields.nameEnd(i);
            if (pseudo == (end > from && bytes[from] == ':')) {
                lines.append(new String(bytes, from, end - from, ISO_8859_1)).append(": ");
                lines.append(new String(bytes, end, fields.valueEnd(i) - end, ISO_8859_1))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private Optional<String> byNetty(byte[] block) {
        try {
            StringBuilder lines = new StringBuilder();
            for (Map.Entry<CharSequence, CharSequence> field : theirs.decodeHeaders(1, Unpooled.wrappedBuffer(block))) {
                lines.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append('\n');
            }
            return Optional.of(lines.toString());
        } catch (Http2Exception | IndexOutOfBoundsException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Http2Headers some(Random random) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = random.nextInt(12); i >= 0; i--) {
            headers.add(new AsciiString(NAMES[random.nextInt(NAMES.length)]), text(random));
        }
        return headers;
    }

    private static AsciiString text(Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(6)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(5) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
        }
        return new AsciiString(bytes, false);
    }

    private static byte[] block(Http2HeadersEncoder encoder, Http2Headers headers) throws Http2Exception {
        ByteBuf out = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, out);
        byte[] block = new byte[out.readableBytes()];
        out.readBytes(block);
        return block;
    }

    /** Requests of one connection, whose sender changes the table's size now and then. */
    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatNettyWrites(int seed) throws Exception {
        Random random = new Random(seed);
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(
                (name, value) -> value.length() % 7 == 0, false, 16, seed % 2 == 0 ? 0 : 512);
        for (int i = 0; i < 30; i++) {
            if (random.nextInt(5) == 0) {
                encoder.configuration().maxHeaderTableSize(random.nextInt(4097));
            }
            byte[] block = block(encoder, some(random));

            assertThat(byUs(block)).isPresent().isEqualTo(byNetty(block));
        }
    }

    /** Blocks in which a byte was changed, added or left out; both readers go on with the tables that came of it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void refusesWhatNettyRefuses(int seed) throws Exception {
        Random random = new Random(seed);
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        boolean good = true;
        for (int i = 0; good && i < 100; i++) {
            byte[] block = broken(block(encoder, some(random)), random);
            Optional<String> one = byUs(block);

            assertThat(one).as("block %d", i).isEqualTo(byNetty(block));
            good = one.isPresent();
        }
    }

    private static byte[] broken(byte[] block, Random random) {
        int at = random.nextInt(block.length);
        switch (random.nextInt(4)) {
            case 0 -> block[at] = (byte) random.nextInt(256);
            case 1 -> block[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(block, at + 1);
            }
            default -> {}
        }
        return block;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsBytesThatNobodyWrote(int seed) {
        Random random = new Random(seed);
        boolean good = true;
        for (int i = 0; good && i < 200; i++) {
            byte[] block = new byte[random.nextInt(12)];
            random.nextBytes(block);
            Optional<String> one = byUs(block);

            assertThat(one).as("block %d", i).isEqualTo(byNetty(block));
            good = one.isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writesWhatNettyReads(int seed) {
        Random random = new Random(seed);
        FieldEncoder encoder = new FieldEncoder();
        for (int i = 0; i < 20; i++) {
            int status = random.nextInt(100, 1000);
            encoder.begin().status(status);
            StringBuilder lines = new StringBuilder(":status: ").append(status).append('\n');
            for (Map.Entry<CharSequence, CharSequence> field : some(random)) {
                String name = field.getKey().toString();
                encoder.add(name.toUpperCase(Locale.ROOT), field.getValue().toString());
                lines.append(name).append(": ").append(field.getValue()).append('\n');
            }
            assertThat(byNetty(bytes(encoder.block()))).hasValue(lines.toString());
        }
    }

    private static byte[] bytes(ByteWriter text) {
        return text.toString().getBytes(ISO_8859_1);
    }
}
