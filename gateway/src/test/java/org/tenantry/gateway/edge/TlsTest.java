package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.gateway.edge.tls.TlsSettings;

class TlsTest {
    private static final String ACCEPTED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n";

    @TempDir
    Path certificates;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void servesOverEitherVersionAndSaysSoToTheInstanceAndTheLog(String version) throws Exception {
        Path log = certificates.resolve("access.log");
        try (TlsWorld world = TlsWorld.with(certificates, settings -> settings.withAccessLog(log), "acme.test");
                Origin origin = Origin.saying("hello")) {
            world.edge.acme(origin);
            Wire client = world.client("acme.test", version);

            assertThat(client.get("acme.test", "/", "X-Forwarded-Proto: http")
                            .reply()
                            .body())
                    .isEqualTo("hello");
            assertThat(client.get("acme.test", "/again").reply().body()).isEqualTo("hello");

            assertThat(origin.seen.getFirst().fields().get("x-forwarded-proto")).containsExactly("https");
            EdgeWorld.eventually("the log tells the version", () -> text(log).contains("\"tls\":\"" + version + "\""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesSessions(String version) throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.saying("hello")) {
            world.edge.acme(origin);
            SSLContext context = world.authority.trusting();
            try (Wire first = world.client(context, "acme.test", version)) {
                // With the answer come the tickets of TLS 1.3.
                first.get("acme.test", "/").reply();
            }
            long begun = created(context, world, version);

            assertThat(created(context, world, version)).isEqualTo(begun);
            assertThat(created(world.authority.trusting(), world, version)).isNotEqualTo(begun);
        }
    }

    /** A resumed session keeps the time at which it was first created; waits until the clock has gone on. */
    private static long created(SSLContext context, TlsWorld world, String version) throws IOException {
        long now = System.currentTimeMillis();
        EdgeWorld.eventually("another millisecond", () -> System.currentTimeMillis() > now + 1);
        try (Wire again = world.client(context, "acme.test", version)) {
            again.get("acme.test", "/").reply();
            return ((SSLSocket) again.socket).getSession().getCreationTime();
        }
    }

    @Test
    void refusesServerNamesWithoutACertificateByAnAlert() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test")) {
            assertThatThrownBy(() -> world.client("globex.test"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
            assertThatThrownBy(() -> world.client("")).hasMessageContaining("unrecognized_name");
        }
    }

    @Test
    void listensBeforeThereIsAnyCertificate() throws Exception {
        Path later = certificates.resolve("later");
        try (TlsWorld world = new TlsWorld(later, settings -> settings)) {
            assertThatThrownBy(() -> world.client("acme.test")).hasMessageContaining("unrecognized_name");

            Files.createDirectory(later);
            world.certificate("acme", "acme.test");

            EdgeWorld.eventually("the certificate is in use", () -> world.isTaken("acme.test"));
        }
    }

    @Test
    void takesANewCertificateWhileConnectionsGoOnWithTheOld() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.saying("hello")) {
            world.edge.acme(origin);
            Wire old = world.client("acme.test");
            assertThat(old.get("acme.test", "/").reply().status()).isEqualTo(200);

            world.certificate("first", "acme.test");

            X509Certificate before = shown(old);
            EdgeWorld.eventually("the new certificate is shown", () -> {
                try (Wire fresh = world.client(world.authority.trusting(), "acme.test")) {
                    return !shown(fresh).equals(before);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(old.get("acme.test", "/").reply().body()).isEqualTo("hello");
            Files.delete(certificates.resolve("first.crt"));
            Files.delete(certificates.resolve("first.key"));
            EdgeWorld.eventually("the certificate is gone", () -> !world.isTaken("acme.test"));
            assertThat(old.get("acme.test", "/").reply().body()).isEqualTo("hello");
        }
    }

    private static X509Certificate shown(Wire client) throws IOException {
        return (X509Certificate) ((SSLSocket) client.socket).getSession().getPeerCertificates()[0];
    }

    @Test
    void tellsThoseWhoSpeakPlainHttpToTheTlsPort() throws Exception {
        Path log = certificates.resolve("access.log");
        try (TlsWorld world = TlsWorld.with(certificates, settings -> settings.withAccessLog(log), "acme.test");
                Wire plain = Wire.to(world.port());
                Wire nonsense = Wire.to(world.port())) {
            Reply reply = plain.get("acme.test", "/").reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).isEqualTo("plain HTTP request sent to HTTPS port\n");
            assertThat(plain.isEnded()).isTrue();
            assertThat(nonsense.send("\0\0\0").isEnded()).isTrue();
            EdgeWorld.eventually("the log tells why", () -> text(log).contains("plain HTTP request sent"));
        }
    }

    @Test
    void tellsOnceThatNobodyHasACertificateForAName() throws Exception {
        Path log = certificates.resolve("access.log");
        try (TlsWorld world = TlsWorld.with(certificates, settings -> settings.withAccessLog(log), "acme.test")) {
            assertThat(world.isTaken("other.test")).isFalse();
            assertThat(world.isTaken("last.test")).isFalse();

            EdgeWorld.eventually("the log tells of one", () -> text(log).contains("no certificate for other.test"));
            EdgeWorld.eventually("the log tells of both", () -> text(log).contains("no certificate for last.test"));
            assertThat(text(log)).containsOnlyOnce("no certificate for other.test");
        }
    }

    @Test
    void closesOnAHelloAtThePlainPort() throws Exception {
        Path log = certificates.resolve("access.log");
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withAccessLog(log));
                Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), world.edge.port())) {
            SSLSocket socket =
                    (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(plain, "acme.test", 443, true);
            socket.setSoTimeout(30_000);

            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("terminated");
            EdgeWorld.eventually("the log tells why", () -> text(log).contains("TLS on the port for plain HTTP"));
        }
    }

    @Test
    void closesOnWhoeverDoesNotFinishAHandshake() throws Exception {
        TlsSettings hasty = TlsSettings.on(0, certificates).withTimes(Duration.ofMillis(200), Duration.ofSeconds(5));
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withTls(hasty));
                Wire silent = Wire.to(world.edge.tlsPort());
                Wire begun = Wire.to(world.edge.tlsPort())) {
            begun.send(new byte[] {22, 3, 1, 1, 0, 1});

            assertThat(silent.isEnded()).isTrue();
            assertThat(begun.isEnded()).isTrue();
        }
    }

    // How connections end.

    @Test
    void anAnswerThatEndsWithTheConnectionEndsWithAGoodbye() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                })) {
            world.edge.acme(origin);
            Wire client = world.client("acme.test");

            client.send("GET / HTTP/1.0\r\nHost: acme.test\r\n\r\n");

            assertThat(client.rest()).endsWith("\r\n\r\nall of it");
        }
    }

    @Test
    void anAnswerThatIsCutOffEndsWithout() throws Exception {
        Semaphore cut = new Semaphore(0);
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                    cut.acquireUninterruptibly();
                    wire.reset();
                })) {
            world.edge.acme(origin);
            Wire client = world.client("acme.test");
            client.send("GET / HTTP/1.0\r\nHost: acme.test\r\n\r\n");
            client.head();
            assertThat(client.exactly(4)).isEqualTo("half");

            cut.release();

            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientsGoodbyeIsAnswered() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.saying("hello")) {
            world.edge.acme(origin);
            Wire client = world.client("acme.test");
            client.get("acme.test", "/").reply();

            client.socket.shutdownOutput();

            assertThat(client.rest()).isEmpty();
        }
    }

    // Streams.

    @Test
    void passesOnEachPieceOfAnEndlessAnswerAtOnce() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                    wire.send("6\r\n" + wire.exactly(6) + "\r\n");
                    wire.isEnded();
                })) {
            world.edge.acme(origin);
            Wire client = world.client("acme.test");
            client.send("POST /stream HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 6\r\n\r\n");
            client.head();

            assertThat(client.chunk()).isEqualTo("first");
            assertThat(client.send("second").chunk()).isEqualTo("second");

            client.close();
            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
        }
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        byte[] body = "0123456789abcdef".repeat(1 << 18).getBytes(ISO_8859_1);
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.answering(request -> Origin.ok(request.body()))) {
            world.edge.acme(origin);
            Wire client = world.client("acme.test");
            Thread.ofVirtual().start(() -> {
                try {
                    client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: " + body.length + "\r\n\r\n");
                    client.send(body);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(client.reply().body().equals(new String(body, ISO_8859_1)))
                    .isTrue();
        }
    }

    @Test
    void carriesWebSocketsAndTheirEnds() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED + "at once");
                    wire.send(wire.exactly(5));
                    if (number == 1) {
                        wire.send(wire.rest());
                    }
                })) {
            world.edge.acme(origin);
            Wire leaves = upgraded(world);
            leaves.socket.shutdownOutput();
            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
            EdgeWorld.eventually(
                    "the stream is over",
                    () -> world.edge.routes.traffic(EdgeWorld.ACME).openStreams() == 0);

            Wire isLeft = upgraded(world);
            assertThat(isLeft.rest()).as("ended with a goodbye").isEmpty();
        }
    }

    @Test
    void aWebSocketWhoseClientVanishesIsCutNotEnded() throws Exception {
        boolean[] ended = {false};
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED + "at once");
                    wire.send(wire.exactly(5));
                    wire.rest();
                    ended[0] = true;
                })) {
            world.edge.acme(origin);
            Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), world.port());
            SSLSocket socket =
                    (SSLSocket) world.trusting.getSocketFactory().createSocket(plain, "acme.test", world.port(), true);
            upgrade(new Wire(socket));

            plain.close();

            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
            assertThat(ended[0]).isFalse();
        }
    }

    private static Wire upgraded(TlsWorld world) throws IOException {
        return upgrade(world.client("acme.test"));
    }

    private static Wire upgrade(Wire client) throws IOException {
        client.get(
                "acme.test",
                "/ws",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(client.head().orElseThrow().status()).isEqualTo(101);
        assertThat(client.exactly(7)).isEqualTo("at once");
        assertThat(client.send("abcde").exactly(5)).isEqualTo("abcde");
        return client;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notYet) {
            return "";
        }
    }
}
