package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of both protocols to instances that speak HTTP/2 with prior knowledge, and the way back. */
class H2cTest {
    private static final String HOST = "acme.test";

    /** What an instance does with one request, whose end has come. */
    interface Answer {
        void to(FrameWire peer, int stream) throws IOException;
    }

    /** An instance that answers each request when it is whole. */
    static Origin answering(Answer answer) throws IOException {
        return Origin.running((wire, number) -> {
            FrameWire peer = FrameWire.from(wire);
            while (true) {
                answer.to(peer, peer.askedWhole());
            }
        });
    }

    static Origin saying(String text) throws IOException {
        return answering((peer, stream) -> peer.respond(stream, false).data(stream, text, true));
    }

    static <T> T taken(BlockingQueue<T> from) throws InterruptedException {
        T one = from.poll(30, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return one;
    }

    // Heads.

    @Test
    void asksAsTheClientOfHttp11Does() throws Exception {
        BlockingQueue<Http2Headers> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = answering((peer, stream) -> {
                    seen.add(peer.fields(stream));
                    peer.respond(stream, false, "x-own", "2", "content-length", "5")
                            .data(stream, "hello", true);
                })) {
            world.calls(origin);
            Wire client = world.client();
            client.send("GET /a?b=c HTTP/1.1\r\n"
                    + "Host: Acme.Test\r\n"
                    + "X-Own:1\r\n"
                    + "X-Wide: \t 2 \r\n"
                    + "Cookie: a=b\r\n"
                    + "Connection: X-Hop, TE\r\n"
                    + "X-Hop: 3\r\n"
                    + "TE: trailers\r\n"
                    + "X-Forwarded-For: 6.6.6.6\r\n"
                    + "X_Forwarded_For: 7\r\n"
                    + "Upgrade: h2c\r\n\r\n");

            Reply reply = client.reply();

            Http2Headers asked = taken(seen);
            assertThat(asked.method()).hasToString("GET");
            assertThat(asked.path()).hasToString("/a?b=c");
            assertThat(asked.scheme()).hasToString("http");
            assertThat(asked.authority()).hasToString("Acme.Test");
            assertThat(asked.get("x-own")).hasToString("1");
            assertThat(asked.get("x-wide")).hasToString("2");
            assertThat(asked.get("cookie")).hasToString("a=b");
            assertThat(asked.get("te")).hasToString("trailers");
            assertThat(asked.get("x-forwarded-host")).hasToString("Acme.Test");
            assertThat(asked.getAll("x-forwarded-for"))
                    .extracting(CharSequence::toString)
                    .containsExactly("127.0.0.1");
            assertThat(asked.get("x-request-id")).isNotNull();
            assertThat(asked.get("traceparent")).isNotNull();
            assertThat(asked.names())
                    .extracting(CharSequence::toString)
                    .doesNotContain("host", "connection", "x-hop", "x_forwarded_for", "upgrade", "transfer-encoding");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("hello");
            assertThat(reply.field("x-own")).hasValue("2");
            assertThat(reply.field("content-length")).hasValue("5");
        }
    }

    @Test
    void saysThatTrailersAreTakenOnlyWhereTheClientDoes() throws Exception {
        BlockingQueue<Http2Headers> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = answering((peer, stream) -> {
                    seen.add(peer.fields(stream));
                    peer.respond(stream, true);
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            client.get(1, HOST, "/", "te", "trailers").answer(1);
            assertThat(taken(seen).get("te")).hasToString("trailers");
            client.get(3, HOST, "/").answer(3);
            assertThat(taken(seen).get("te")).isNull();
        }
    }

    @Test
    void carriesManyRequestsOnOneConnection() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    for (int i = 0; i < 50; i++) {
                        peer.askedWhole();
                    }
                    // The last one asked is answered first.
                    for (int stream = 99; stream > 0; stream -= 2) {
                        peer.respond(stream, false)
                                .data(stream, String.valueOf(peer.fields(stream).path()), true);
                    }
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            for (int i = 0; i < 50; i++) {
                client.get(1 + 2 * i, HOST, "/" + i);
            }

            for (int i = 49; i >= 0; i--) {
                assertThat(client.answer(1 + 2 * i)).isEqualTo("200 /" + i);
            }
            assertThat(origin.connections).hasValue(1);
        }
    }

    // Bodies.

    @Test
    void relaysABodyInChunksWithItsTrailersBothWays() throws Exception {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.asked();
                    seen.add(peer.fields(stream));
                    for (Frame frame = peer.next(stream); !frame.ends(); frame = peer.next(stream)) {
                        seen.add(new String(frame.payload(), java.nio.charset.StandardCharsets.ISO_8859_1));
                    }
                    seen.add(peer.fields(stream));
                    peer.respond(stream, false).data(stream, "body", false);
                    peer.fields(stream, true, "grpc-status", "0", "content-type", "smuggled");
                    wire.isEnded();
                })) {
            world.calls(origin);
            Wire client = world.client();
            client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\nX-Forwarded-For: 1\r\n\r\n");

            Reply reply = client.reply();

            assertThat(((Http2Headers) taken(seen)).names())
                    .extracting(CharSequence::toString)
                    .doesNotContain("transfer-encoding");
            assertThat("" + taken(seen) + taken(seen)).isEqualTo("abcde");
            Http2Headers trailers = (Http2Headers) taken(seen);
            assertThat(trailers.names()).extracting(CharSequence::toString).containsExactly("x-sum");
            assertThat(trailers.get("x-sum")).hasToString("5");
            assertThat(reply.body()).isEqualTo("body");
            assertThat(client.trailers).containsExactly("grpc-status: 0");
            // And the connection of the client goes on.
            assertThat(reply.field("connection")).isEmpty();
        }
    }

    @Test
    void relaysTrailersBothWaysBetweenStreams() throws Exception {
        BlockingQueue<Http2Headers> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = answering((peer, stream) -> {
                    seen.add(peer.fields(stream));
                    peer.respond(stream, false, "content-length", "2").data(stream, "ok", false);
                    peer.fields(stream, true, "grpc-status", "5", "grpc-message", "none");
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.post(1, HOST, "/").data(1, "body", false);
            client.fields(1, true, "x-sum", "4");

            assertThat(client.answer(1)).isEqualTo("trailers ok");
            assertThat(client.fields(1).get("grpc-status")).hasToString("5");
            assertThat(client.fields(1).get("grpc-message")).hasToString("none");
            assertThat(taken(seen).get("x-sum")).hasToString("4");
        }
    }

    @Test
    void relaysAnAnswerOfTrailersOnlyAsOneFrame() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = answering((peer, stream) -> peer.respond(stream, true, "grpc-status", "12"));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.post(1, HOST, "/").data(1, "x", true);

            Frame answer = client.next(1);

            assertThat(answer.type()).isEqualTo(Frame.HEADERS);
            assertThat(answer.ends()).isTrue();
            assertThat(client.fields(1).get("grpc-status")).hasToString("12");
            Reply reply = world.get(HOST, "/");
            assertThat(reply.field("grpc-status")).hasValue("12");
            assertThat(reply.body()).isEmpty();
        }
    }

    @Test
    void relaysInBothDirectionsAtOnce() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.asked();
                    // Begins to answer before anything of the body has come.
                    peer.respond(stream, false).data(stream, "first", false);
                    for (Frame frame = peer.next(stream); !frame.ends(); frame = peer.next(stream)) {
                        peer.send(Frame.DATA, 0, stream, frame.payload());
                    }
                    peer.fields(stream, true, "grpc-status", "0");
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.post(1, HOST, "/");

            assertThat(text(client.await(Frame.DATA, 1))).isEqualTo("first");
            for (int i = 0; i < 20; i++) {
                assertThat(text(client.data(1, "message " + i, false).await(Frame.DATA, 1)))
                        .isEqualTo("message " + i);
            }
            assertThat(client.data(1, "", true).answer(1)).isEqualTo("trailers ");
        }
    }

    static String text(Frame frame) {
        return new String(frame.payload(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void passesOnAnAnswerThatIsWholeBeforeTheRequest() throws Exception {
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.respond(peer.asked(), true, "grpc-status", "8");
                    seen.add(peer.await(Frame.RST_STREAM, 1));
                    int stream = peer.askedWhole();
                    peer.respond(stream, true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.post(1, HOST, "/").data(1, "part", false).answer(1))
                    .isEqualTo("200 ");

            assertThat(client.await(Frame.RST_STREAM, 1).number(0)).isEqualTo(Frame.NO_ERROR);
            assertThat(taken(seen).number(0)).isEqualTo(Frame.CANCEL);
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ");
        }
    }

    // Answers without a body.

    @Test
    void knowsWhatHasNoBody() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = answering((peer, stream) -> {
                    String path = String.valueOf(peer.fields(stream).path());
                    if (path.equals("/head")) {
                        peer.respond(stream, false, "content-length", "7").data(stream, "", true);
                    } else {
                        peer.fields(stream, true, ":status", path.substring(1), "etag", "a");
                    }
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            Wire old = world.client();
            old.send("HEAD /head HTTP/1.1\r\nHost: acme.test\r\n\r\n");
            Reply head = old.message(true).orElseThrow();

            assertThat(head.field("content-length")).hasValue("7");
            assertThat(old.get(HOST, "/204").message(true).orElseThrow().fields())
                    .doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(old.get(HOST, "/304").message(true).orElseThrow().field("etag"))
                    .hasValue("a");
            assertThat(client.fields(1, true, FrameWire.request("HEAD", HOST, "/head"))
                            .answer(1))
                    .isEqualTo("200 ");
            assertThat(client.fields(1).get("content-length")).hasToString("7");
            assertThat(client.get(3, HOST, "/204").answer(3)).isEqualTo("204 ");
            assertThat(client.get(5, HOST, "/304").answer(5)).isEqualTo("304 ");
            assertThat(origin.connections.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void passesOnInterimAnswers() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = answering((peer, stream) -> {
                    peer.fields(stream, false, ":status", "103", "link", "</a.css>");
                    peer.respond(stream, false).data(stream, "ok", true);
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.get(1, HOST, "/");

            client.await(Frame.HEADERS, 1);
            assertThat(client.status(1)).isEqualTo(103);
            assertThat(client.answer(1)).isEqualTo("200 ok");
            Wire old = world.client().get(HOST, "/");
            assertThat(old.head().orElseThrow().status()).isEqualTo(103);
            assertThat(old.reply().body()).isEqualTo("ok");
        }
    }

    @Test
    void passesOnTheWaitForContinue() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.asked();
                    peer.fields(stream, false, ":status", "100");
                    peer.askedWhole();
                    peer.respond(stream, true);
                    wire.isEnded();
                })) {
            world.calls(origin);
            Wire client = world.client();
            client.send("PUT / HTTP/1.1\r\nHost: acme.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

            assertThat(client.head().orElseThrow().status()).isEqualTo(100);
            assertThat(client.send("ab").reply().status()).isEqualTo(200);
        }
    }

    // Who cannot be served.

    @Test
    void takesNoWebSockets() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = saying("hello");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            Wire old = world.client();
            old.get(HOST, "/ws", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: a");

            assertThat(old.reply().status()).isEqualTo(501);
            assertThat(old.get(HOST, "/").reply().body()).isEqualTo("hello");
            assertThat(Http2WebSocketTest.open(client, 1).answer(1)).startsWith("501");
        }
    }

    @Test
    void knowsNoTrailersOfHttp10() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = answering((peer, stream) -> {
                    peer.respond(stream, false).data(stream, "body", false);
                    peer.fields(stream, true, "grpc-status", "0");
                })) {
            world.calls(origin);
            Wire client = world.client().send("GET / HTTP/1.0\r\nHost: acme.test\r\n\r\n");

            assertThat(client.rest()).endsWith("\r\n\r\nbody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "", "\0\0\0\6\0\0\0\0\0"})
    void saysThatAnInstanceIsAwayWhichDoesNotGreet(String instead) throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.exactly(24);
                    wire.send(instead);
                })) {
            world.calls(origin);

            Reply reply = world.get(HOST, "/");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("retry-after")).isPresent();
            assertThat(world.edge.totals().upstreamConnectFailures()).isPositive();
        }
    }

    @Test
    void answersEachRequestOfAClientInTurn() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = answering((peer, stream) -> peer.respond(stream, false)
                        .data(stream, String.valueOf(peer.fields(stream).path()), true))) {
            world.calls(origin);
            Wire client = world.client();
            for (int i = 0; i < 20; i++) {
                client.get(HOST, "/" + i);
            }

            for (int i = 0; i < 20; i++) {
                assertThat(client.reply().body()).isEqualTo("/" + i);
            }
            assertThat(List.of(origin.connections.get())).containsExactly(1);
        }
    }
}
