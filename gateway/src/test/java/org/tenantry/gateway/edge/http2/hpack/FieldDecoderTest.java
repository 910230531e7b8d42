package org.tenantry.gateway.edge.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7541: its examples, and what is no block. */
class FieldDecoderTest {
    private static final String FIRST = ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n";
    private static final String SECOND = FIRST + "cache-control: no-cache\n";
    private static final String THIRD =
            ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n"
                    + "custom-key: custom-value\n";
    private static final String REST =
            "cache-control: private\ndate: Mon, 21 Oct 2013 20:13:%s GMT\n" + "location: https://www.example.com\n";
    private static final String COOKIE = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n";
    private static final String SMALL_TABLE = "3fe101";

    /** What comes of these blocks on one connection, one behind the other. */
    private static List<String> decoded(int largest, String... blocks) throws MalformedBlock {
        FieldDecoder decoder = new FieldDecoder();
        DecodedFields fields = new DecodedFields(largest);
        String[] all = new String[blocks.length];
        for (int i = 0; i < all.length; i++) {
            byte[] block = HexFormat.of().parseHex(blocks[i].replace(" ", ""));
            decoder.decode(block, 0, block.length, fields);
            all[i] = fields.isTooLarge() ? "too large" : fields.toString();
        }
        return List.of(all);
    }

    @ParameterizedTest
    @CsvSource({
        "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572, custom-key: custom-header",
        "040c 2f73 616d 706c 652f 7061 7468, :path: /sample/path",
        "1008 7061 7373 776f 7264 0673 6563 7265 74, password: secret",
        "82, :method: GET"
    })
    void readsSingleFields(String block, String field) throws Exception {
        assertThat(decoded(1000, block)).containsExactly(field + "\n");
    }

    @Test
    void readsRequestsWithoutHuffman() throws Exception {
        assertThat(decoded(
                        1000,
                        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
                        "8286 84be 5808 6e6f 2d63 6163 6865",
                        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"))
                .containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void readsRequestsWithHuffman() throws Exception {
        assertThat(decoded(
                        1000,
                        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
                        "8286 84be 5886 a8eb 1064 9cbf",
                        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
                .containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void forgetsTheOldestWhereTheTableIsFull() throws Exception {
        String last =
                ":status: 200\n" + REST.formatted("22").replace("location", "location") + "content-encoding: gzip\n";
        assertThat(decoded(
                        1000,
                        SMALL_TABLE + "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                                + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
                        "4883 640e ffc1 c0bf",
                        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d"
                                + "d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed"
                                + "4ee5 b106 3d50 07"))
                .containsExactly(
                        ":status: 302\n" + REST.formatted("21"),
                        ":status: 307\n" + REST.formatted("21"),
                        last + COOKIE);
    }

    @ParameterizedTest
    @CsvSource({
        "80, nothing has the number 0",
        "be, nothing was remembered",
        "ff80808001, a number that nothing has",
        "ff8080808001, a number without end",
        "ff, a number that is cut off",
        "40, a name that is cut off",
        "400161, a value that is missing",
        "40016105, a value that is cut off",
        "400161ff80808001, a length beyond any block",
        "8220, a size behind a field",
        "3fe21f, a size beyond what was offered",
        "0001618430ffffff, padding of a byte",
        "00016184ffffffff, the sign for the end",
        "00016181fe, padding with a zero"
    })
    void refusesWhatIsNone(String block, String why) {
        assertThatThrownBy(() -> decoded(1000, block)).as(why).isInstanceOf(MalformedBlock.class);
    }

    @Test
    void keepsNothingOfTooMuchAndGoesOnWithTheNextBlock() throws Exception {
        String name = "01" + "61";
        String remembered = "40" + name + "7f8105" + "62".repeat(768);
        assertThat(decoded(1000, remembered, "be".repeat(10_000), "be"))
                .containsExactly("a: " + "b".repeat(768) + "\n", "too large", "a: " + "b".repeat(768) + "\n");
    }

    @Test
    void keepsNoMoreThanIsAllowedHoweverOftenAFieldIsNamed() throws Exception {
        FieldDecoder decoder = new FieldDecoder();
        DecodedFields fields = new DecodedFields(8 << 10);
        byte[] bomb = new byte[16 << 10];
        byte[] begin = HexFormat.of().parseHex("4001617f810f" + "62".repeat(2048));
        System.arraycopy(begin, 0, bomb, 0, begin.length);
        Arrays.fill(bomb, begin.length, bomb.length, (byte) 0xbe);

        decoder.decode(bomb, 0, bomb.length, fields);

        assertThat(fields.isTooLarge()).isTrue();
        assertThat(fields.bytes().length).isLessThan(32 << 10);
    }
}
