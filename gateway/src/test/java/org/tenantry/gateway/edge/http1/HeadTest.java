package org.tenantry.gateway.edge.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
    private static final String WHOLE =
            "POST /a?b=c HTTP/1.1\r\nHost: acme.test\r\nX-Empty:\r\nX-Blank: \t a \t b \t \r\n"
                    + "Content-Length: 17\r\nConnection: keep-alive , ,X-One\r\nConnection: close\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                WHOLE,
                "\r\nGET / HTTP/1.0\r\nA: b\r\n\r\n",
                "GET / HTTP/1.1\r\nA : b\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\n\n",
                "GET /\u0080 HTTP/1.1\r\n\r\n",
                "GET / HTTP/3.0\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\r\n",
                "GET / HTTP/1.1\r\n: b\r\n\r\n",
            })
    void understandsTheSameWhereverItIsCut(String text) {
        String expected = told(text, text.length());

        for (int cut = 0; cut < text.length(); cut++) {
            assertThat(told(text, cut)).as("cut at " + cut).isEqualTo(expected);
        }
        assertThat(told(text, -1)).as("byte by byte").isEqualTo(expected);
    }

    /** Everything that came out of the bytes, fed in two pieces, or one by one. */
    private static String told(String text, int cut) {
        RequestHead head = new RequestHead(100, 400);
        ByteBuf after = bytes(text + "after");
        int total = after.readableBytes();
        for (int i = cut < 0 ? 1 : cut; ; i += cut < 0 ? 1 : total) {
            int end = Math.min(i, total);
            if (head.feed(after.slice(after.readerIndex(), Math.max(0, end - after.readerIndex()))) != INCOMPLETE) {
                break;
            }
            after.readerIndex(Math.max(end, after.readerIndex()));
            if (end == total) {
                break;
            }
        }
        return told(head);
    }

    private static final FieldSection.Progress INCOMPLETE = FieldSection.Progress.INCOMPLETE;

    private static String told(RequestHead head) {
        if (!head.isWhole()) {
            return head.refusal().toString();
        }
        List<String> told = new ArrayList<>();
        told.add(head.text(head.methodFrom(), head.methodEnd()) + " " + head.isHttp11() + " " + head.framing());
        for (int i = 0; i < head.count(); i++) {
            told.add(head.field(i) + " " + head.text(head.nameFrom(i), head.nameEnd(i)) + "="
                    + head.text(head.valueFrom(i), head.valueEnd(i)));
        }
        return told.toString();
    }

    @Test
    void takesNothingThatComesAfterIt() {
        ByteBuf in = bytes(WHOLE + "body and more");
        RequestHead head = new RequestHead(100, 400);

        assertThat(head.feed(in)).isEqualTo(FieldSection.Progress.COMPLETE);

        assertThat(in.toString(ISO_8859_1)).isEqualTo("body and more");
        assertThat(head.contentLength()).isEqualTo(17);
        assertThat(head.lists(Field.CONNECTION, "x-one")).isTrue();
        assertThat(head.lists(Field.CONNECTION, "x")).isFalse();
        assertThat(head.isKeptAlive()).isFalse();
        assertThat(told(head)).contains("OTHER X-Empty=,", "OTHER X-Blank=a \t b,");
    }

    @Test
    void readsTheNextOneAsIfItWereTheFirst() {
        RequestHead head = new RequestHead(100, 40_000);
        head.feed(bytes(WHOLE.replace("\r\n\r\n", "\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")));
        assertThat(head.isWhole()).isTrue();

        head.reset();
        assertThat(head.isBegun()).isFalse();
        head.feed(bytes("GET / HTTP/1.1\r\nHost: b\r\n\r\n"));

        assertThat(told(head)).isEqualTo("[GET true NONE, HOST Host=b]");
        assertThat(head.count(Field.CONNECTION)).isZero();
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThat(refusal("GET /" + "x".repeat(200))).isEqualTo(Refusal.LINE_TOO_LONG);
        assertThat(refusal("GET / HTTP/1.1\r\nX: " + "x".repeat(500))).isEqualTo(Refusal.HEAD_TOO_LARGE);
        RequestHead many = new RequestHead(100, 10_000);
        many.feed(bytes("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(129) + "\r\n"));
        assertThat(many.refusal()).isEqualTo(Refusal.HEAD_TOO_LARGE);
    }

    private static Refusal refusal(String text) {
        RequestHead head = new RequestHead(100, 400);
        head.feed(bytes(text));
        return head.refusal();
    }

    @ParameterizedTest
    @CsvSource({
        "Host, HOST",
        "hOST, HOST",
        "HOST_, OTHER",
        "Content-Length, CONTENT_LENGTH",
        "Content_Length, MISSPELT",
        "CONTENT-LENGTH, CONTENT_LENGTH",
        "Transfer_Encoding, MISSPELT",
        "X-Forwarded-For, X_FORWARDED",
        "X_Forwarded_Anything, X_FORWARDED",
        "X-Forwarded, OTHER",
        "X_Real-IP, MISSPELT",
        "Proxy_Connection, MISSPELT",
        "Accept_Language, OTHER",
        "TE, TE",
        "X, OTHER",
    })
    void knowsAFieldInEachOfItsSpellings(String name, Field expected) {
        byte[] bytes = name.getBytes(ISO_8859_1);

        assertThat(Field.of(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, 200, OK",
        "HTTP/1.0 404 Not Found, 404, Not Found",
        "HTTP/1.1 200, 200, ''",
        "HTTP/1.1 999 ä, 999, ä",
    })
    void readsTheLineOfAnAnswer(String line, int status, String reason) {
        ResponseHead head = new ResponseHead();

        assertThat(head.feed(bytes(line + "\r\n\r\n"))).isEqualTo(FieldSection.Progress.COMPLETE);

        assertThat(head.status()).isEqualTo(status);
        assertThat(head.text(head.reasonFrom(), head.reasonEnd())).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2.0 200 OK",
                "HTTP/1.2 200 OK",
                "http/1.1 200 OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.1 200 O\nK",
                "SMTP ready",
            })
    void refusesALineThatIsNoAnswer(String line) {
        assertThat(new ResponseHead().feed(bytes(line + "\r\n\r\n"))).isEqualTo(FieldSection.Progress.REFUSED);
    }

    @Test
    void learnsHowLongTheOtherSideKeepsAConnection() {
        assertThat(keepAlive("timeout=5, max=100")).isEqualTo(5);
        assertThat(keepAlive("max=100, Timeout=75")).isEqualTo(75);
        assertThat(keepAlive("timeout=")).isEqualTo(-1);
        assertThat(keepAlive("timeout=x")).isEqualTo(-1);
        assertThat(keepAlive("timeout=99999999999")).isEqualTo(-1);
    }

    private static int keepAlive(String value) {
        ResponseHead head = new ResponseHead();
        head.feed(bytes("HTTP/1.1 200 OK\r\nKeep-Alive: " + value + "\r\n\r\n"));
        return head.keepAliveSeconds();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheEndOfASpanAsOneWhoLooksAtEachByte(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(20) == 0 ? bytes[i] : (byte) (0x1f + random.nextInt(0x62));
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int value = from;
            while (value < bytes.length && Ascii.isValue(bytes[value])) {
                value++;
            }
            int target = from;
            while (target < bytes.length && Ascii.isVisible(bytes[target])) {
                target++;
            }
            assertThat(Spans.endOfValue(bytes, from, bytes.length)).isEqualTo(value);
            assertThat(Spans.endOfTarget(bytes, from, bytes.length)).isEqualTo(target);
        }
    }

    static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    }
}
