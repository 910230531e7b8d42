package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.gateway.edge.proxy.Balancers;

class AnnouncementTest {
    private static final String LINE = "PROXY TCP4 192.0.2.1 198.51.100.1 12345 443\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: acme.test\r\n\r\n";
    private static final String LOCAL =
            new String(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"), ISO_8859_1);

    @TempDir
    private Path files;

    private static EdgeWorld world(UnaryOperator<EdgeSettings> more) {
        return new EdgeWorld(settings -> more.apply(settings.withBalancers(Balancers.parse(List.of("127.0.0.0/31")))));
    }

    @Test
    void servesWhomABalancerAnnounces() throws Exception {
        Path log = files.resolve("access.log");
        try (EdgeWorld world = world(settings -> settings.withAccessLog(log));
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            Wire client = world.client().send(LINE + GET);

            assertThat(client.reply().body()).isEqualTo("hello");
            assertThat(client.send(GET).reply().body()).isEqualTo("hello");
            assertThat(origin.seen)
                    .hasSize(2)
                    .allMatch(
                            seen -> seen.field("x-forwarded-for").orElseThrow().equals("192.0.2.1"));
            EdgeWorld.eventually("two lines", () -> text(log).lines().count() == 2);
            assertThat(text(log).lines()).allMatch(line -> line.contains("\"client\":\"192.0.2.1\""));
        }
    }

    @Test
    void takesTheBalancersOwnConnectionsAsTheyAre() throws Exception {
        try (EdgeWorld world = world(settings -> settings);
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            assertThat(world.client().send(LOCAL).send(GET).reply().body()).isEqualTo("hello");
            assertThat(world.client()
                            .send("PROXY UNKNOWN\r\n")
                            .send(GET)
                            .reply()
                            .body())
                    .isEqualTo("hello");

            assertThat(origin.seen)
                    .allMatch(
                            seen -> seen.field("x-forwarded-for").orElseThrow().equals("127.0.0.1"));
        }
    }

    @Test
    void closesABalancersConnectionWithoutAHeader() throws Exception {
        Path log = files.resolve("access.log");
        try (EdgeWorld world = world(settings -> settings.withAccessLog(log));
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            assertThat(world.client().send(GET).isEnded()).isTrue();
            assertThat(world.client().send("PROXY TCP4 nobody\r\n" + GET).isEnded())
                    .isTrue();

            assertThat(origin.connections).hasValue(0);
            EdgeWorld.eventually("both are told", () -> text(log).lines().count() == 2);
            assertThat(text(log)).contains("PROXY header");
        }
    }

    @Test
    void waitsForAHeaderAsLongAsForAHeadOnly() throws Exception {
        try (EdgeWorld world = world(settings -> settings.withTimeouts(impatient(settings.timeouts())))) {
            assertThat(world.client().isEnded()).isTrue();
            assertThat(world.client().send("PROXY TCP4").isEnded()).isTrue();
        }
    }

    @Test
    void refusesTheHeaderOfAnybodyElse() throws Exception {
        try (EdgeWorld world = world(settings -> settings);
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            try (Wire stranger = stranger(world)) {
                assertThat(stranger.send(GET).reply().body()).isEqualTo("hello");
            }
            try (Wire stranger = stranger(world)) {
                assertThat(stranger.send(LINE + GET).reply().status()).isEqualTo(400);
                assertThat(stranger.isEnded()).isTrue();
            }
            try (Wire stranger = stranger(world)) {
                stranger.send(LOCAL + GET);
                assertThat(stranger.rest()).doesNotContain("hello");
            }
            assertThat(origin.seen)
                    .hasSize(1)
                    .allMatch(
                            seen -> seen.field("x-forwarded-for").orElseThrow().equals("127.0.0.9"));
        }
    }

    @Test
    void standsBeforeTheHandshakeOfTls() throws Exception {
        Balancers all = Balancers.parse(List.of("127.0.0.1"));
        try (TlsWorld world = new TlsWorld(files, settings -> settings.withBalancers(all));
                Origin origin = Origin.saying("hello")) {
            world.certificate("first", "acme.test");
            EdgeWorld.eventually(
                    "it is in use",
                    () -> world.edge.edge.figures().certificates().certificates() == 1);
            world.edge.acme(origin);

            try (Wire announced = Wire.to(world.port()).send(LINE);
                    Wire client = new Wire(handshaken(world, announced.socket))) {
                assertThat(client.send(GET).reply().body()).isEqualTo("hello");
            }

            assertThat(origin.seen.getFirst().field("x-forwarded-for")).hasValue("192.0.2.1");
            assertThat(origin.seen.getFirst().field("x-forwarded-proto")).hasValue("https");
            assertThat(world.isTaken("acme.test")).isFalse();
        }
    }

    @Test
    void standsBeforeHttp2() throws Exception {
        try (EdgeWorld world = world(settings -> settings.withH2c(true));
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);
            Wire wire = world.client().send(LINE);

            assertThat(wire.send(GET).reply().body()).isEqualTo("hello");
            assertThat(origin.seen.getFirst().field("x-forwarded-for")).hasValue("192.0.2.1");
        }
    }

    @Test
    void countsConnectionsForWhomTheyAreAnnounced() throws Exception {
        EdgeSettings.Connections one = new EdgeSettings.Connections(100, 1, 1000);
        try (EdgeWorld world = world(settings ->
                        settings.withLimits(EdgeSettings.Limits.standard().withConnections(one)));
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            assertThat(world.client().send(LINE + GET).reply().body()).isEqualTo("hello");
            assertThat(world.client().send(LINE + GET).isEnded()).isTrue();
            assertThat(world.client()
                            .send(LINE.replace("192.0.2.1", "192.0.2.77") + GET)
                            .reply()
                            .body())
                    .isEqualTo("hello");
        }
    }

    private static EdgeSettings.Timeouts impatient(EdgeSettings.Timeouts usual) {
        return usual.withHead(Duration.ofMillis(200));
    }

    private static SSLSocket handshaken(TlsWorld world, Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket) world.trusting.getSocketFactory().createSocket(plain, "acme.test", world.port(), true);
        socket.startHandshake();
        return socket;
    }

    private static Wire stranger(EdgeWorld world) throws IOException {
        InetAddress edge = InetAddress.ofLiteral("127.0.0.1");
        return new Wire(new Socket(edge, world.edge.port(), InetAddress.ofLiteral("127.0.0.9"), 0));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }
}
