package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tenantry.common.json.Json;

/** Two tenants with an agenda each: a real application with a database, files, a WebSocket and endless answers. */
@Tag("system")
@Tag("docker")
@ExtendWith(OwnMachine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class AgendaTest {
    private static final String ACME = "agenda-acme.localhost";
    private static final String GLOBEX = "agenda-globex.localhost";
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 100;

    private final Machine machine;
    private String acme = "";
    private String globex = "";

    AgendaTest(Machine machine) {
        this.machine = machine;
    }

    @BeforeAll
    void orderBoth() {
        Samples.requireAgenda();
        machine.add(Samples.of("agenda"));
        AdminApi.Reply first = machine.api().order("agenda-acme", "acme", "agenda");
        AdminApi.Reply second = machine.api().order("agenda-globex", "globex", "agenda");
        assertThat(machine.ended(first).path("state").asText()).isEqualTo("succeeded");
        assertThat(machine.ended(second).path("state").asText()).isEqualTo("succeeded");
        acme = first.at("/instance/id");
        globex = second.at("/instance/id");
    }

    @AfterAll
    void removeBoth() {
        machine.remove(acme);
        machine.remove(globex);
    }

    @Test
    void changesReachTheOwnTenantsStreamsAndNobodyElse() throws IOException {
        try (Line socket = Line.webSocket(port(), ACME);
                Line stream = Line.endless(port(), ACME, "POST", "/system/autoupdate");
                Line projector = Line.endless(port(), ACME, "GET", "/system/projector");
                Line foreign = Line.webSocket(port(), GLOBEX)) {
            socket.until("snapshot");
            stream.until("snapshot");
            projector.until("event: projector");
            foreign.until("snapshot");

            assertThat(add(ACME, "Rockets").status()).isEqualTo(201);
            assertThat(add(GLOBEX, "Volcanoes").status()).isEqualTo(201);

            assertThat(socket.until("Rockets")).doesNotContain("Volcanoes");
            assertThat(stream.until("Rockets")).doesNotContain("Volcanoes");
            projector.until("\"of\":");
            assertThat(foreign.until("Volcanoes")).doesNotContain("Rockets");
        }
        assertThat(items(ACME)).contains("Rockets").doesNotContain("Volcanoes");
        assertThat(items(GLOBEX)).contains("Volcanoes").doesNotContain("Rockets");
    }

    @Test
    void aClientThatLeavesIsLetGoBehindTheEdgeToo() throws IOException {
        try (Line one = Line.endless(port(), GLOBEX, "POST", "/system/autoupdate");
                Line other = Line.webSocket(port(), GLOBEX)) {
            one.until("snapshot");
            other.until("snapshot");
            machine.await("both are seen", () -> identity(GLOBEX).contains("\"streams\": 2"));
        }
        machine.await("nobody listens", () -> identity(GLOBEX).contains("\"streams\": 0"));
    }

    @Test
    void aLargeFileGoesThroughAsItIs() throws IOException {
        byte[] block = new byte[BLOCK];
        new java.util.Random(7).nextBytes(block);
        try (Line upload = new Line(port())) {
            upload.head("PUT /api/files/large.bin", ACME, "Content-Length: " + (long) BLOCK * BLOCKS);
            for (int sent = 0; sent < BLOCKS; sent++) {
                upload.send(block);
            }
            assertThat(upload.until("\r\n\r\n")).startsWith("HTTP/1.1 201");
        }
        String file = Json.open()
                .readTree(machine.gateway().page(ACME, "/api/files").body())
                .at("/files/0/id")
                .asText();
        try (Line download = new Line(port())) {
            download.head("GET /api/files/" + file, ACME, "Connection: close");
            assertThat(download.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
            for (int read = 0; read < BLOCKS; read++) {
                assertThat(new ByteArrayInputStream(download.read(BLOCK))).hasBinaryContent(block);
            }
        }
    }

    @Test
    void whatWasSavedIsThereAfterTheGatewayAndTheDatabaseWereKilled() throws IOException {
        assertThat(add(ACME, "Anvils").status()).isEqualTo(201);
        Line before = Line.webSocket(port(), ACME);
        before.until("snapshot");

        machine.gateway().kill();
        before.awaitEnd();
        machine.gateway().start();
        machine.awaitReady();
        try (Line again = Line.webSocket(port(), ACME)) {
            assertThat(again.until("Anvils")).contains("snapshot");
        }
        Engine.Container database = machine.engine().containers(acme).stream()
                .filter(one -> one.service().equals("db"))
                .findFirst()
                .orElseThrow();
        machine.engine().remove(database);

        machine.await(
                "another database runs",
                () -> machine.engine().containers(acme).stream()
                        .anyMatch(one -> one.service().equals("db")
                                && one.running()
                                && !one.id().equals(database.id())));
        machine.await("it has what was saved", () -> items(ACME).contains("Anvils"));
        machine.await("more can be saved", () -> add(ACME, "Magnets").status() == 201);
        assertThat(machine.engine().containers(acme)).hasSize(3);
    }

    private int port() {
        return machine.gateway().edgePort();
    }

    private Http.Answer add(String host, String title) {
        byte[] body = ("{\"title\": \"" + title + "\"}").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("Host", host, "Content-Type", "application/json");
        return Http.send(port(), new Http.Request("POST", "/api/items", headers, body));
    }

    private String items(String host) {
        return machine.gateway().page(host, "/api/items").body();
    }

    private String identity(String host) {
        return machine.gateway().page(host, "/identity").body();
    }

    /** One connection through the edge, of which a test reads as much as it wants. */
    private static final class Line implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 60_000;

        private final Socket socket = new Socket();

        Line(int port) throws IOException {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        /** A WebSocket; what the server sends in it is plain text between its frames' heads. */
        static Line webSocket(int port, String host) throws IOException {
            Line line = new Line(port);
            line.head(
                    "GET /ws",
                    host,
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(line.until("\r\n\r\n")).startsWith("HTTP/1.1 101");
            return line;
        }

        static Line endless(int port, String host, String method, String path) throws IOException {
            Line line = new Line(port);
            line.head(method + " " + path, host, "Content-Length: 0");
            assertThat(line.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
            return line;
        }

        void head(String request, String host, String... headers) throws IOException {
            List<String> more = List.of(headers);
            String head = request + " HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("\r\n", more) + "\r\n\r\n";
            send(head.getBytes(StandardCharsets.US_ASCII));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        byte[] read(int bytes) throws IOException {
            return socket.getInputStream().readNBytes(bytes);
        }

        /** Everything up to these words, which must come. */
        String until(String words) throws IOException {
            StringBuilder all = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (all.indexOf(words, Math.max(0, all.length() - words.length())) < 0) {
                int one = in.read();
                if (one < 0) {
                    throw new AssertionError("ended before '" + words + "' came: " + all);
                }
                all.append((char) one);
            }
            return all.toString();
        }

        /** Reads on until the other side is gone. */
        void awaitEnd() throws IOException {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException reset) {
                close();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
