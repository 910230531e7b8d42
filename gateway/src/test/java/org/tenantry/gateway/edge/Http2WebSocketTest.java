package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** WebSockets on a stream (RFC 8441), which an instance sees as those of HTTP/1.1. */
class Http2WebSocketTest {
    private static final String HOST = "acme.test";

    static String accepted(Reply request) {
        String key = request.field("sec-websocket-key").orElseThrow();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static FrameWire open(FrameWire client, int stream) throws IOException {
        return client.fields(
                stream,
                false,
                FrameWire.request(
                        "CONNECT",
                        HOST,
                        "/ws",
                        ":protocol",
                        "websocket",
                        "sec-websocket-version",
                        "13",
                        "origin",
                        "http://acme.test"));
    }

    @Test
    void saysThatItTakesThem() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                FrameWire client = FrameWire.to(world.edge.port())) {
            byte[] settings = client.await(Frame.SETTINGS, 0).payload();

            assertThat(settings).containsSubsequence(0, 8, 0, 0, 0, 1);
        }
    }

    @Test
    void becomesBytesBothWays() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    Reply request = wire.message(false).orElseThrow();
                    assertThat(request.line()).isEqualTo("GET /ws HTTP/1.1");
                    assertThat(request.field("upgrade")).hasValue("websocket");
                    assertThat(request.field("connection")).hasValue("Upgrade");
                    assertThat(request.field("sec-websocket-version")).hasValue("13");
                    wire.send(accepted(request) + "at once");
                    wire.send(wire.exactly(5).toUpperCase(Locale.ROOT));
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            open(client, 1);

            assertThat(text(client.await(Frame.DATA, 1))).isEqualTo("at once");
            assertThat(client.status(1)).isEqualTo(200);
            assertThat(client.fields(1).get("sec-websocket-protocol")).hasToString("chat");
            assertThat(client.fields(1).contains("sec-websocket-accept")).isFalse();
            assertThat(text(client.data(1, "abcde", false).await(Frame.DATA, 1)))
                    .isEqualTo("ABCDE");
            assertThat(world.routes.traffic(EdgeWorld.ACME).bytesIn()).isEqualTo(5);

            client.number(Frame.RST_STREAM, 1, Frame.CANCEL);

            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
            EdgeWorld.eventually(
                    "it is counted out",
                    () -> world.routes.traffic(EdgeWorld.ACME).openStreams() == 0);
        }
    }

    @Test
    void passesOnThatOneSideHasFinished() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.send(accepted(wire.message(false).orElseThrow()));
                    wire.send("got " + wire.rest());
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            open(client, 1).await(Frame.HEADERS, 1);

            assertThat(client.data(1, "last words", true).answer(1)).isEqualTo("200 got last words");
        }
    }

    @Test
    void tellsTheClientAtOnceThatTheInstanceBroke() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.send(accepted(wire.message(false).orElseThrow()));
                    wire.exactly(1);
                    wire.reset();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            open(client, 1).await(Frame.HEADERS, 1);

            assertThat(client.data(1, "x", false).answer(1)).isEqualTo("reset " + Frame.CONNECT_ERROR);
        }
    }

    @Test
    void stopsReadingFromAnInstanceThatIsTooFast() throws Exception {
        AtomicLong written = new AtomicLong();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.send(accepted(wire.message(false).orElseThrow()));
                    while (true) {
                        wire.send(new byte[1 << 16]);
                        written.addAndGet(1 << 16);
                    }
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            open(client, 1).await(Frame.HEADERS, 1);
            long[] same = {-1, 0};
            EdgeWorld.eventually("the instance stalls", () -> {
                same[1] = same[0] == written.get() && written.get() > 0 ? same[1] + 1 : 0;
                same[0] = written.get();
                return same[1] > 100;
            });

            assertThat(same[0]).isLessThan(32L << 20);
        }
    }

    @Test
    void takesNoOtherAnswerForAWebSocket() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(
                            switch (number) {
                                case 1 -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
                                case 2 -> Origin.ok("a page");
                                default ->
                                    "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                            + "Sec-WebSocket-Accept: wrong\r\n\r\n";
                            });
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(open(client, 1).answer(1)).isEqualTo("403 no");
            assertThat(open(client, 3).answer(3)).startsWith("502 ");
            assertThat(open(client, 5).answer(5)).startsWith("502 ");
        }
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.ISO_8859_1);
    }
}
