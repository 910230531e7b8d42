package org.tenantry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.HealthCheck.Probe;

class ProbesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Probes probes = new Probes(new FakeEngine(InstantSource.system()).runtime(Samples.CLUSTER));
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, true",
        "HTTP/1.0 204, true",
        "HTTP/1.1 302 Found, true",
        "HTTP/1.1 404 Not Found, false",
        "HTTP/1.1 503 Service Unavailable, false",
        "HTTP/1.1 20 OK, false",
        "SSH-2.0-OpenSSH, false"
    })
    void judgesByTheFirstLine(String line, boolean good) {
        answer(line + "\r\n\r\n");

        assertThat(probes.ask(patient(), new Probe.Http(server.getLocalPort(), "/health"), TIMEOUT))
                .isInstanceOf(good ? Probes.Answer.Good.class : Probes.Answer.Bad.class);
    }

    @Test
    void readsNoMoreOfAnAnswerThanItNeeds() {
        answer("x".repeat(1 << 20));

        assertThat(probes.ask(patient(), new Probe.Http(server.getLocalPort(), "/"), TIMEOUT))
                .isInstanceOfSatisfying(
                        Probes.Answer.Bad.class, bad -> assertThat(bad.said()).hasSizeLessThan(400));
    }

    @Test
    void givesUpOnAnAnswerThatOnlyTrickles() {
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        trickle(left);

        assertThat(probes.ask(patient(), new Probe.Http(server.getLocalPort(), "/"), Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        Probes.Answer.Bad.class,
                        bad -> assertThat(bad.said()).containsAnyOf("not complete in time", "timed out"));
        assertThat(left).succeedsWithin(TIMEOUT);
    }

    /** One byte and one more, each well within the time that the whole answer has, until the asker is gone. */
    private void trickle(CompletableFuture<Boolean> left) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(20);
                while (!left.isDone()) {
                    socket.getOutputStream().write('H');
                    socket.getOutputStream().flush();
                    pause(socket);
                }
            } catch (IOException gone) {
                left.complete(true);
            }
        });
    }

    private static void pause(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // What it asks for is of no interest.
                Thread.onSpinWait();
            }
        } catch (SocketTimeoutException over) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void takesAnOpenPortForWellAndAClosedOneForIll() throws IOException {
        int port = server.getLocalPort();

        assertThat(probes.ask(patient(), new Probe.Tcp(port), TIMEOUT)).isInstanceOf(Probes.Answer.Good.class);
        server.close();
        assertThat(probes.ask(patient(), new Probe.Tcp(port), TIMEOUT)).isInstanceOf(Probes.Answer.Bad.class);
    }

    @Test
    void saysThatAContainerWithoutAddressCannotBeAsked() {
        Patient patient =
                new Patient("c", Instant.EPOCH, Optional.empty(), patient().check());

        assertThat(probes.ask(patient, new Probe.Tcp(80), TIMEOUT))
                .isInstanceOfSatisfying(
                        Probes.Answer.Bad.class, bad -> assertThat(bad.said()).contains("no address"));
    }

    private void answer(String text) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Patient patient() {
        HealthCheck check = new HealthCheck(new Probe.Alive(), TIMEOUT, TIMEOUT, 3, Duration.ZERO);
        return new Patient("c", Instant.EPOCH, Optional.of("127.0.0.1"), check);
    }
}
