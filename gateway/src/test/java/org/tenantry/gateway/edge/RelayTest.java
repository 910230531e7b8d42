package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final String HOST = "acme.test";

    @Test
    void keepsConnectionsOnBothSides() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);
            Wire client = world.client();

            for (int i = 0; i < 5; i++) {
                assertThat(client.get(HOST, "/" + i).reply().body()).isEqualTo("hello");
            }

            assertThat(origin.connections).hasValue(1);
            assertThat(world.edge.totals().connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin =
                        Origin.answering(request -> Origin.ok(request.line().split(" ")[1] + request.body()))) {
            world.acme(origin);
            Wire client = world.client();
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String host = i % 10 == 3 ? "unknown.test" : HOST;
                burst.append("POST /").append(i).append(" HTTP/1.1\r\nHost: ").append(host);
                burst.append(i % 10 == 3 ? "\r\nContent-Length: 0\r\n\r\n" : "\r\nContent-Length: 3\r\n\r\nabc");
            }

            client.send(burst.toString());

            for (int i = 0; i < 200; i++) {
                Reply reply = client.reply();
                assertThat(reply.status()).isEqualTo(i % 10 == 3 ? 421 : 200);
                if (i % 10 != 3) {
                    assertThat(reply.body()).isEqualTo("/" + i + "abc");
                }
            }
        }
    }

    @Test
    void relaysAnswersWithoutABody() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin =
                        Origin.answering(request -> switch (request.line().split(" ")[1]) {
                            case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                            case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\nETag: \"a\"\r\n\r\n";
                            default -> "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n";
                        })) {
            world.acme(origin);
            Wire client = world.client();

            assertThat(client.get(HOST, "/204").message(true).orElseThrow().status())
                    .isEqualTo(204);
            assertThat(client.get(HOST, "/304").message(true).orElseThrow().field("etag"))
                    .hasValue("\"a\"");
            client.send("HEAD / HTTP/1.1\r\nHost: acme.test\r\n\r\n");
            Reply head = client.message(true).orElseThrow();
            assertThat(head.field("content-length")).hasValue("42");
            assertThat(head.field("transfer-encoding")).isEmpty();
            assertThat(client.get(HOST, "/204").message(true).orElseThrow().status())
                    .isEqualTo(204);
        }
    }

    @Test
    void relaysChunkedBodiesBothWays() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(
                        request ->
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n")) {
            world.acme(origin);
            Wire client = world.client();

            client.send(
                    "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n");

            assertThat(client.reply().body()).isEqualTo("abcde");
            assertThat(client.trailers).containsExactly("X-Sum: 5");
            assertThat(origin.seen.getFirst().body()).isEqualTo("wxyz");
            assertThat(origin.seen.getFirst().field("transfer-encoding")).hasValue("chunked");
        }
    }

    @Test
    void makesChunksOfAnAnswerThatEndsByClosing() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                })) {
            world.acme(origin);
            Wire client = world.client();

            assertThat(client.get(HOST, "/").reply().body()).isEqualTo("until the end");
            assertThat(client.get(HOST, "/").reply().body()).isEqualTo("until the end");
        }
    }

    @Test
    void answersAnOldClientAndCloses() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(
                        request -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nold\r\n0\r\n\r\n")) {
            world.acme(origin);
            Wire client = world.client();

            client.send("GET / HTTP/1.0\r\nHost: acme.test\r\n\r\n");

            Reply reply = client.reply();
            assertThat(reply.field("transfer-encoding")).isEmpty();
            assertThat(reply.body()).isEqualTo("old");
        }
    }

    @Test
    void passesInterimAnswersOnToWhoeverKnowsThem() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(
                        request -> "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + Origin.ok("whole"))) {
            world.acme(origin);
            Wire client = world.client();

            Reply early = client.get(HOST, "/").head().orElseThrow();
            assertThat(early.status()).isEqualTo(103);
            assertThat(early.field("link")).hasValue("</a.css>");
            assertThat(client.reply().body()).isEqualTo("whole");

            client.send("GET / HTTP/1.0\r\nHost: acme.test\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void asksForABodyOnlyWhenTheInstanceDoes() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    Reply head = wire.head().orElseThrow();
                    if (head.line().contains("/refuse")) {
                        wire.send("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                        wire.send(Origin.ok(wire.exactly(4)));
                    }
                })) {
            world.acme(origin);
            String head = " HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";

            Wire taken = world.client().send("POST /take" + head);
            assertThat(taken.head().orElseThrow().status()).isEqualTo(100);
            assertThat(taken.send("body").reply().body()).isEqualTo("body");

            Wire refused = world.client().send("POST /refuse" + head);
            Reply reply = refused.reply();
            assertThat(reply.status()).isEqualTo(417);
            assertThat(reply.field("connection")).hasValue("close");
            assertThat(refused.isEnded()).isTrue();
        }
    }

    @Test
    void refusesABodyBeyondTheLimit() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request -> Origin.ok("took " + request.body()))) {
            world.acme(RouteRules.standard().withBody(10), origin);

            Wire fits =
                    world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 10\r\n\r\n0123456789");
            assertThat(fits.reply().body()).isEqualTo("took 0123456789");

            Wire declared = world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 11\r\n\r\n");
            assertThat(declared.reply().status()).isEqualTo(413);

            Wire grown = world.client()
                    .send("POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .send("6\r\nabcdef\r\n6\r\nabcdef\r\n");
            assertThat(grown.reply().status()).isEqualTo(413);
            assertThat(origin.seen).hasSize(1);
        }
    }

    @Test
    void refusesHeadsBeyondTheLimits() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            Wire line = world.client().send("GET /" + "x".repeat(9000));
            assertThat(line.reply().status()).isEqualTo(414);

            Wire fields = world.client().send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000));
            assertThat(fields.reply().status()).isEqualTo(431);
        }
    }

    @Test
    void tellsAClientThatAnAnswerBrokeOff() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    String path = wire.message(false).orElseThrow().line().split(" ")[1];
                    if (path.equals("/length")) {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    } else if (path.equals("/chunks")) {
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    } else if (path.equals("/rubbish")) {
                        wire.send("SMTP ready\r\n\r\n");
                    } else if (path.equals("/two")) {
                        wire.send(
                                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
                    }
                })) {
            world.acme(origin);

            assertThat(breaks(world, "/length")).isTrue();
            assertThat(breaks(world, "/chunks")).isTrue();
            assertThat(world.get(HOST, "/rubbish").status()).isEqualTo(502);
            assertThat(world.get(HOST, "/two").status()).isEqualTo(502);
            assertThat(world.get(HOST, "/nothing").status()).isEqualTo(502);
        }
    }

    private static boolean breaks(EdgeWorld world, String path) throws IOException {
        try {
            world.get(HOST, path);
            return false;
        } catch (IOException | NumberFormatException brokenOff) {
            return true;
        }
    }
}
