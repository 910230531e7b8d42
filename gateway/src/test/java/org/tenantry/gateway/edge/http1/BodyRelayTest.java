package org.tenantry.gateway.edge.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRelayTest {
    private static final String CHUNKS = "5;a=b\r\nabcde\r\n0A\r\n0123456789\r\n0\r\n";

    private final StringBuilder passed = new StringBuilder();
    private final BodyRelay relay = new BodyRelay(new ByteWriter(16));

    private final BodyRelay.Sink sink = new BodyRelay.Sink() {
        @Override
        public void write(ByteBuf in, int from, int length) {
            passed.append(in.toString(from, length, ISO_8859_1));
        }

        @Override
        public void write(ByteWriter bytes) {
            passed.append(bytes);
        }
    };

    @Test
    void passesChunksAsTheyCameWhereverTheyAreCut() {
        String body = CHUNKS + "\r\n";
        for (int cut = 0; cut <= body.length(); cut++) {
            assertThat(relay(BodyRelay.Form.CHUNKS, body, cut)).isEqualTo(BodyRelay.Progress.WHOLE);
            assertThat(passed).as("cut at " + cut).hasToString(body);
            assertThat(relay.data()).isEqualTo(15);
        }
    }

    @Test
    void passesOnlyTheTrailersThatMayPass() {
        String trailers =
                "X-A: 1\r\nHost: evil\r\nX-Forwarded-For: 6.6.6.6\r\nSet_Cookie: c\r\nTE: x\r\nX-B:  2 \r\n\r\n";
        String body = CHUNKS + trailers;
        for (int cut = 0; cut <= body.length(); cut++) {
            assertThat(relay(BodyRelay.Form.CHUNKS, body, cut)).isEqualTo(BodyRelay.Progress.WHOLE);
            assertThat(passed).as("cut at " + cut).hasToString(CHUNKS + "X-A: 1\r\nX-B: 2\r\n\r\n");
        }
    }

    @Test
    void takesTheDataOutOfChunksForWhoeverKnowsNone() {
        String body = CHUNKS + "X-A: 1\r\n\r\n";
        for (int cut = 0; cut <= body.length(); cut++) {
            assertThat(relay(BodyRelay.Form.DATA_OF_CHUNKS, body, cut)).isEqualTo(BodyRelay.Progress.WHOLE);
            assertThat(passed).as("cut at " + cut).hasToString("abcde0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nabcde\r\n0\r\n\r\n",
                "5\r\nabcdef\r\n0\r\n\r\n",
                "5\r\nabcde\n0\r\n\r\n",
                " 5\r\nabcde\r\n0\r\n\r\n",
                "5 \r\nabcde\r\n0\r\n\r\n",
                "x\r\n",
                ";a\r\n",
                "5;a\nb\r\n",
                "5;a\rb\r\n",
                "5;\u0000\r\n",
                "8000000000000000\r\n",
                "00000000000000005\r\n",
                "0\r\nX : a\r\n\r\n",
                "0\r\nX: a\r\n b\r\n\r\n",
                "0\r\nX: a\n\r\n\r\n",
                "0\r\n\n",
            })
    void refusesWrongChunksWhereverTheyAreCut(String body) {
        for (int cut = 0; cut <= body.length(); cut++) {
            assertThat(relay(BodyRelay.Form.CHUNKS, body, cut))
                    .as("cut at " + cut)
                    .isEqualTo(BodyRelay.Progress.MALFORMED);
            assertThat(relay(BodyRelay.Form.DATA_OF_CHUNKS, body, cut))
                    .as("cut at " + cut)
                    .isEqualTo(BodyRelay.Progress.MALFORMED);
        }
    }

    @Test
    void refusesExtensionsWithoutEnd() {
        assertThat(relay(BodyRelay.Form.CHUNKS, "1;" + "a".repeat(256) + "\r\n", 0))
                .isEqualTo(BodyRelay.Progress.MORE);
        assertThat(relay(BodyRelay.Form.CHUNKS, "1;" + "a".repeat(257) + "\r\n", 0))
                .isEqualTo(BodyRelay.Progress.MALFORMED);
        String chunk = "1;" + "a".repeat(200) + "\r\nx\r\n";
        assertThat(relay(BodyRelay.Form.CHUNKS, chunk.repeat(80), 0)).isEqualTo(BodyRelay.Progress.MORE);
        assertThat(relay(BodyRelay.Form.CHUNKS, chunk.repeat(90), 0)).isEqualTo(BodyRelay.Progress.MALFORMED);
    }

    @Test
    void leavesWhatComesAfterTheBody() {
        ByteBuf in = HeadTest.bytes(CHUNKS + "\r\nGET /next");
        relay.begin(BodyRelay.Form.CHUNKS, 0);

        assertThat(relay.pass(in, sink)).isEqualTo(BodyRelay.Progress.WHOLE);
        assertThat(in.toString(ISO_8859_1)).isEqualTo("GET /next");

        ByteBuf sized = HeadTest.bytes("abcGET /next");
        relay.begin(BodyRelay.Form.LENGTH, 3);
        assertThat(relay.pass(sized, sink)).isEqualTo(BodyRelay.Progress.WHOLE);
        assertThat(sized.toString(ISO_8859_1)).isEqualTo("GET /next");
    }

    @Test
    void makesChunksOfWhatEndsByClosing() {
        assertThat(relay(BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS, "0123456789abcdef", 6))
                .isEqualTo(BodyRelay.Progress.MORE);
        assertThat(relay.close(sink)).isEqualTo(BodyRelay.Progress.WHOLE);

        assertThat(passed).hasToString("6\r\n012345\r\na\r\n6789abcdef\r\n0\r\n\r\n");
    }

    @Test
    void takesNoEarlyCloseForAnEnd() {
        relay(BodyRelay.Form.LENGTH, "ab", 1);
        relay.begin(BodyRelay.Form.LENGTH, 3);
        assertThat(relay.close(sink)).isEqualTo(BodyRelay.Progress.MALFORMED);
        relay.begin(BodyRelay.Form.CHUNKS, 0);
        assertThat(relay.close(sink)).isEqualTo(BodyRelay.Progress.MALFORMED);
        relay.begin(BodyRelay.Form.UNTIL_CLOSE, 0);
        assertThat(relay.close(sink)).isEqualTo(BodyRelay.Progress.WHOLE);
    }

    @Test
    void holdsNoBufferOfABody() {
        ByteBuf in = Unpooled.buffer().writeBytes(HeadTest.bytes(CHUNKS + "\r\n"));
        relay.begin(BodyRelay.Form.CHUNKS, 0);

        relay.pass(in, sink);

        assertThat(in.refCnt()).isEqualTo(1);
    }

    private BodyRelay.Progress relay(BodyRelay.Form form, String body, int cut) {
        passed.setLength(0);
        relay.begin(form, body.length());
        BodyRelay.Progress first = relay.pass(HeadTest.bytes(body.substring(0, cut)), sink);
        return first == BodyRelay.Progress.MORE ? relay.pass(HeadTest.bytes(body.substring(cut)), sink) : first;
    }
}
