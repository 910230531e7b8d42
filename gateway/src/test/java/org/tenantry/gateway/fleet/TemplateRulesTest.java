package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;

/** What a template asks of those who use it holds at the edge for its instances, and for no others. */
class TemplateRulesTest {
    private static final String TOO_LARGE = "HTTP/1.1 413";
    private static final String BY_HTTPS = "HTTP/1.1 308";

    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
        fleet.client().post("/templates", FleetTemplates.strict()).expect(201);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void reachTheEdgeAndAreThereAgainBeforeTheStoreIs() {
        assertThat(fleet.ended(fleet.create("usual", FleetTemplates.PAIR))).isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.create("strict", FleetTemplates.STRICT))).isEqualTo("succeeded");

        holds();
        assertThat(fleet.instance("usual").path("addresses").path(0).asText()).startsWith("http://");
        assertThat(fleet.instance("strict").path("addresses").path(0).asText()).startsWith("https://");
        fleet.stopGateway();
        fleet.startEdge();

        holds();
    }

    private void holds() {
        Waiting.until(
                "the rule is the edge's", () -> answer("strict.example.test").startsWith(BY_HTTPS));
        assertThat(answer("usual.example.test")).startsWith(TOO_LARGE);
    }

    /** The first line of what is said to a request that is larger than any may be. */
    private String answer(String host) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fleet.edgePort())) {
            socket.setSoTimeout(30_000);
            String request = "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 999999999\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Optional.ofNullable(in.readLine()).orElse("closed without an answer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
