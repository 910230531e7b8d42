package org.tenantry.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoorTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    private Vertx vertx;
    private int port;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        settled(vertx.close());
    }

    @Test
    void oneConnectionMoreFromAnAddressIsClosedAndOthersAreNot() throws Exception {
        listen(new Door.Bounds(2, 100, LONG, LONG));

        try (Socket one = dial("127.0.0.1");
                Socket two = dial("127.0.0.1")) {
            assertThat(answered(one)).isTrue();
            assertThat(answered(two)).isTrue();
            assertThat(answered(dial("127.0.0.1"))).isFalse();
            assertThat(answered(dial("127.0.0.2"))).isTrue();
            assertThat(answered(one)).isTrue();
        }
        assertThat(answeredAtLast()).isTrue();
    }

    @Test
    void thereAreSoManyInAllAndNoMore() throws Exception {
        listen(new Door.Bounds(100, 2, LONG, LONG));

        try (Socket one = dial("127.0.0.1");
                Socket two = dial("127.0.0.2")) {
            assertThat(answered(one)).isTrue();
            assertThat(answered(two)).isTrue();
            assertThat(answered(dial("127.0.0.3"))).isFalse();
        }
        assertThat(answeredAtLast()).isTrue();
    }

    @Test
    void aHeadThatDoesNotEndIsCutOffHoweverBusyItIs() throws Exception {
        listen(new Door.Bounds(100, 100, SHORT, LONG));

        try (Socket silent = dial("127.0.0.1");
                Socket busy = dial("127.0.0.1")) {
            busy.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

            assertThat(endsWhileTrickling(busy)).isTrue();
            assertThat(ends(silent)).isTrue();
        }
    }

    @Test
    void afterAnAnswerTheNextHeadHasItsTimeToo() throws Exception {
        listen(new Door.Bounds(100, 100, LONG, SHORT));

        try (Socket client = dial("127.0.0.1")) {
            assertThat(answered(client)).isTrue();
            assertThat(ends(client)).isTrue();
        }
    }

    @Test
    void anAnswerMayTakeItsTime() throws Exception {
        listen(new Door.Bounds(100, 100, SHORT, SHORT), SHORT.multipliedBy(4));

        try (Socket client = dial("127.0.0.1")) {
            assertThat(answered(client)).isTrue();
        }
    }

    @Test
    void aWebSocketStaysAndCountsUntilItsEnd() throws Exception {
        listen(new Door.Bounds(1, 100, SHORT, SHORT));

        try (Socket socket = dial("127.0.0.1")) {
            send(socket, UPGRADE);
            assertThat(line(socket)).contains("101");
            settled(Future.future(late -> vertx.setTimer(SHORT.toMillis() * 4, ignored -> late.complete(true))));

            assertThat(answered(dial("127.0.0.1"))).isFalse();
        }
        assertThat(answeredAtLast()).isTrue();
    }

    private void listen(Door.Bounds bounds) throws Exception {
        listen(bounds, Duration.ofMillis(1));
    }

    private void listen(Door.Bounds bounds, Duration answering) throws Exception {
        Door door = new Door(vertx, bounds);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(door::entered)
                .webSocketHandler(socket -> {
                    door.upgraded(socket.remoteAddress());
                    socket.closeHandler(ended -> door.left(socket.remoteAddress()));
                })
                .requestHandler(request -> {
                    door.asked(request);
                    answer(request, answering);
                });
        port = settled(server.listen(0, "0.0.0.0")).actualPort();
    }

    private void answer(HttpServerRequest request, Duration after) {
        vertx.setTimer(after.toMillis(), ignored -> request.response().end());
    }

    private Socket dial(String from) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Whether a new client is let in once the server heard of the ends of those before. */
    private boolean answeredAtLast() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            try (Socket client = dial("127.0.0.1")) {
                if (answered(client)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean answered(Socket client) throws IOException {
        try {
            send(client, REQUEST);
            boolean ok = line(client).contains("200");
            while (ok && !line(client).isEmpty()) {}
            return ok;
        } catch (SocketException closed) {
            return false;
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = client.getInputStream().read();
                c >= 0 && c != '\n';
                c = client.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static boolean ends(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Sends a byte whenever nothing came for a moment, as long as it is let. */
    private static boolean endsWhileTrickling(Socket client) throws IOException {
        client.setSoTimeout(10);
        for (int i = 0; i < 2_000; i++) {
            try {
                return client.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException stillOpen) {
                if (!sent(client)) {
                    return true;
                }
            } catch (SocketException reset) {
                return true;
            }
        }
        return false;
    }

    private static boolean sent(Socket client) {
        try {
            send(client, "x");
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static <T> T settled(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
