package org.tenantry.gateway.edge.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.gateway.edge.proxy.ProxyHeader.Progress;

/** A test per sentence of HAProxy's proxy-protocol.txt. */
class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String FOUR = "c0000201" + "c6336401" + "3039" + "01bb";
    private static final String SIX =
            "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "303901bb";

    private record Good(String name, byte[] bytes, String client) {}

    static Stream<Good> good() {
        return Stream.of(
                line("TCP4 192.0.2.1 198.51.100.1 12345 443", "192.0.2.1"),
                line("TCP4 255.255.255.255 255.255.255.255 65535 65535", "255.255.255.255"),
                line("TCP6 2001:db8::7 2001:db8::1 0 443", "2001:db8:0:0:0:0:0:7"),
                line(
                        "TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535",
                        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
                line("UNKNOWN", ""),
                line("UNKNOWN ffff:f...f:ffff 65535 65535", ""),
                binary("2111" + "000c" + FOUR, "192.0.2.1"),
                binary("2121" + "0024" + SIX, "2001:db8:0:0:0:0:0:7"),
                binary("2111" + "0013" + FOUR + "03000400000000", "192.0.2.1"),
                binary("2111" + "1000" + FOUR + "00".repeat(4096 - 12), "192.0.2.1"),
                binary("2000" + "0000", ""),
                binary("2011" + "000c" + FOUR, ""),
                binary("2100" + "0003" + "040000", ""),
                binary("2131" + "00d8" + "00".repeat(216), ""));
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsAHeaderHoweverItIsSplit(Good header) {
        byte[] all = (new String(header.bytes, ISO_8859_1) + "GET").getBytes(ISO_8859_1);
        for (int split = 0; split <= header.bytes.length; split++) {
            ProxyHeader read = new ProxyHeader();
            ByteBuf first = Unpooled.wrappedBuffer(all, 0, split);
            ByteBuf rest = Unpooled.wrappedBuffer(all, split, all.length - split);

            Progress early = read.feed(first);
            Progress late = read.feed(rest);

            assertThat(early)
                    .as("split at %d", split)
                    .isEqualTo(split == header.bytes.length ? Progress.COMPLETE : Progress.INCOMPLETE);
            assertThat(late).isEqualTo(Progress.COMPLETE);
            assertThat(rest.toString(ISO_8859_1)).endsWith("GET").hasSize(3);
            assertThat(read.client().map(InetAddress::getHostAddress).orElse(""))
                    .isEqualTo(header.client);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "PROXY",
                "PROXY ",
                "proxy TCP4 192.0.2.1 198.51.100.1 1 2",
                "PROXY TCP4",
                "PROXY  TCP4 192.0.2.1 198.51.100.1 1 2",
                "PROXY TCP4  192.0.2.1 198.51.100.1 1 2",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1 2 ",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1 65536",
                "PROXY TCP4 192.0.2.1 198.51.100.1 01 2",
                "PROXY TCP4 192.0.2.1 198.51.100.1 -1 2",
                "PROXY TCP4 192.0.2 198.51.100.1 1 2",
                "PROXY TCP4 192.0.2.256 198.51.100.1 1 2",
                "PROXY TCP4 localhost 198.51.100.1 1 2",
                "PROXY TCP4 2001:db8::7 2001:db8::1 1 2",
                "PROXY TCP6 192.0.2.1 198.51.100.1 1 2",
                "PROXY TCP6 fe80::1%lo fe80::2 1 2",
                "PROXY TCP6 [2001:db8::7] 2001:db8::1 1 2",
                "PROXY UDP4 192.0.2.1 198.51.100.1 1 2",
                "PROXY UNKNOWNS"
            })
    void refusesAnyOtherLine(String line) {
        assertThat(new ProxyHeader().feed(Unpooled.wrappedBuffer((line + "\r\n").getBytes(ISO_8859_1))))
                .isEqualTo(Progress.REFUSED);
    }

    @Test
    void refusesALineThatDoesNotEndInTime() {
        String longest = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2);

        assertThat(feed(longest + "\r\n")).isEqualTo(Progress.COMPLETE);
        assertThat(feed(longest + "xx")).isEqualTo(Progress.REFUSED);
        assertThat(feed("PROXY UNKNOWN\n")).isEqualTo(Progress.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000c" + FOUR,
                "2211000c" + FOUR,
                "3111000c" + FOUR,
                "2112000c" + FOUR,
                "21220024" + SIX,
                "2141000c" + FOUR,
                "2111000b" + FOUR,
                "21210023" + SIX,
                "21111001" + FOUR,
                "2011ffff"
            })
    void refusesAnyOtherBinaryHeader(String hex) {
        assertThat(new ProxyHeader().feed(Unpooled.wrappedBuffer(HexFormat.of().parseHex(SIGNATURE + hex))))
                .isEqualTo(Progress.REFUSED);
    }

    @Test
    void survivesAnything() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Good like = good().toList().get(random.nextInt(14));
            byte[] bytes = like.bytes.clone();
            bytes[random.nextInt(Math.min(bytes.length, 60))] = (byte) random.nextInt();

            Progress progress = new ProxyHeader().feed(Unpooled.wrappedBuffer(bytes));

            assertThat(progress).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void knowsBalancersByTheirNetworks() throws Exception {
        Balancers balancers = Balancers.parse(List.of("10.1.0.0/15", "192.0.2.7", "2001:db8::/32", "::1"));

        for (String one : List.of("10.0.0.1", "10.1.255.255", "192.0.2.7", "2001:db8:ffff::1", "::1")) {
            assertThat(balancers.include(InetAddress.ofLiteral(one))).as(one).isTrue();
        }
        for (String one : List.of("10.2.0.0", "9.255.255.255", "192.0.2.6", "2001:db9::", "::2", "127.0.0.1")) {
            assertThat(balancers.include(InetAddress.ofLiteral(one))).as(one).isFalse();
        }
        assertThat(Balancers.parse(List.of("0.0.0.0/0")).include(InetAddress.ofLiteral("1.2.3.4")))
                .isTrue();
        for (String wrong : List.of("", "balancer", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129")) {
            assertThatThrownBy(() -> Balancers.parse(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Progress feed(String text) {
        return new ProxyHeader().feed(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)));
    }

    private static Good line(String text, String client) {
        return new Good(text, ("PROXY " + text + "\r\n").getBytes(ISO_8859_1), client);
    }

    private static Good binary(String hex, String client) {
        return new Good(hex.substring(0, 8), HexFormat.of().parseHex(SIGNATURE + hex), client);
    }
}
