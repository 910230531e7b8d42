package org.tenantry.gateway.edge.http1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9112 section 6.3, row by row. */
class FramingTest {
    @ParameterizedTest
    @CsvSource({
        // http11, lengths, length, encodings, chunked → of a request
        "true,  0, -1, 0, false, NONE",
        "false, 0, -1, 0, false, NONE",
        "true,  1,  0, 0, false, LENGTH",
        "false, 1,  5, 0, false, LENGTH",
        "true,  1, -1, 0, false, NO_LENGTH",
        "true,  2,  5, 0, false, NO_LENGTH",
        "true,  0, -1, 1, true,  CHUNKED",
        "false, 0, -1, 1, true,  OTHER_ENCODING",
        "true,  0, -1, 1, false, OTHER_ENCODING",
        "true,  0, -1, 2, true,  OTHER_ENCODING",
        "true,  1,  5, 1, true,  BOTH",
        "true,  1, -1, 1, false, BOTH",
    })
    void saysWhereARequestEnds(
            boolean http11, int lengths, long length, int encodings, boolean chunked, Framing expected) {
        assertThat(Framing.ofRequest(new Framing.Said(http11, lengths, length, encodings, chunked)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // to HEAD, status, lengths, length, encodings → of an answer in HTTP/1.1
        "false, 200, 0, -1, 0, UNTIL_CLOSE",
        "false, 200, 1,  5, 0, LENGTH",
        "false, 200, 0, -1, 1, CHUNKED",
        "false, 200, 1,  5, 1, BOTH",
        "false, 200, 2,  5, 0, NO_LENGTH",
        "true,  200, 1,  5, 0, NONE",
        "true,  200, 0, -1, 1, NONE",
        "true,  200, 1,  5, 1, BOTH",
        "false, 100, 0, -1, 0, NONE",
        "false, 101, 0, -1, 0, NONE",
        "false, 204, 1,  5, 0, NONE",
        "false, 204, 0, -1, 1, NONE",
        "false, 304, 1, 99, 0, NONE",
        "false, 304, 1, -1, 0, NO_LENGTH",
        "false, 205, 0, -1, 0, UNTIL_CLOSE",
    })
    void saysWhereAnAnswerEnds(boolean toHead, int status, int lengths, long length, int encodings, Framing expected) {
        Framing.Said said = new Framing.Said(true, lengths, length, encodings, encodings == 1);

        assertThat(Framing.ofResponse(said, toHead, status)).isEqualTo(expected);
    }
}
