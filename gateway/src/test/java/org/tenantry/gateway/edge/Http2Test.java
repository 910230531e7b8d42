package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over HTTP/2, as they arrive over HTTP/1.1, and the way back. */
class Http2Test {
    private static final String HOST = "acme.test";

    static EdgeWorld world() {
        return new EdgeWorld(settings -> settings.withH2c(true));
    }

    @Test
    void relaysARequestAndItsAnswer() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.saying("hello");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.get(1, HOST, "/a?b=c", "x-own", "1").answer(1)).isEqualTo("200 hello");

            Reply seen = origin.seen.getFirst();
            assertThat(seen.line()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(seen.field("host")).hasValue(HOST);
            assertThat(seen.field("x-own")).hasValue("1");
            assertThat(seen.field("x-forwarded-proto")).hasValue("http");
            assertThat(seen.field("x-request-id")).isPresent();
            assertThat(seen.field("transfer-encoding")).isEmpty();
            assertThat(client.fields(1).get("content-length")).hasToString("5");
        }
    }

    @Test
    void speaksHttp11OnTheSamePortToo() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            assertThat(world.get(HOST, "/").body()).isEqualTo("hello");
            Wire slow = world.client().send("P");
            assertThat(slow.send("UT / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 0\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void isOffUnlessItIsAskedFor() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            assertThat(world.client()
                            .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(505);
        }
    }

    @Test
    void relaysABodyOfUnknownLengthInChunks() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.answering(request -> Origin.ok(request.body()));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.post(1, HOST, "/").data(1, "one", false).data(1, "two", true);

            assertThat(client.answer(1)).isEqualTo("200 onetwo");
            assertThat(origin.seen.getFirst().field("transfer-encoding")).hasValue("chunked");
        }
    }

    @Test
    void relaysABodyOfKnownLengthAsItIs() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.answering(request -> Origin.ok(request.body()));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.post(1, HOST, "/", "content-length", "6")
                    .data(1, "one", false)
                    .data(1, "two", true);

            assertThat(client.answer(1)).isEqualTo("200 onetwo");
            assertThat(origin.seen.getFirst().field("content-length")).hasValue("6");
            assertThat(origin.seen.getFirst().field("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void saysThatAPostWithoutABodyHasNone() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.fields(1, true, FrameWire.request("POST", HOST, "/"));

            assertThat(client.answer(1)).isEqualTo("200 ok");
            assertThat(origin.seen.getFirst().field("content-length")).hasValue("0");
        }
    }

    @Test
    void answersSeveralStreamsInAnyOrder() throws Exception {
        try (EdgeWorld world = world();
                Origin origin =
                        Origin.answering(request -> Origin.ok(request.line().split(" ")[1]));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.post(1, HOST, "/first").get(3, HOST, "/second");

            assertThat(client.answer(3)).isEqualTo("200 /second");
            assertThat(client.data(1, "", true).answer(1)).isEqualTo("200 /first");
        }
    }

    @Test
    void decodesChunksAndPassesTrailersOn() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.answering(request -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: x-hop\r\nX-Hop: 1\r\nX-Mixed: Case\r\n\r\n"
                        + "3\r\none\r\n3;a=b\r\ntwo\r\n0\r\nX-Sum: 7\r\nContent-Type: no\r\n\r\n");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/");

            client.await(Frame.HEADERS, 1);
            assertThat(client.fields(1).contains("transfer-encoding")).isFalse();
            assertThat(client.fields(1).contains("connection")).isFalse();
            assertThat(client.fields(1).contains("x-hop")).isFalse();
            assertThat(client.fields(1).get("x-mixed")).hasToString("Case");
            assertThat(client.answer(1)).isEqualTo("trailers onetwo");
            assertThat(client.fields(1).get("x-sum")).hasToString("7");
            assertThat(client.fields(1).contains("content-type")).isFalse();
        }
    }

    @Test
    void passesTrailersOfARequestOn() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(Origin.ok(String.join("|", wire.trailers)));
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.post(1, HOST, "/")
                    .data(1, "body", false)
                    .fields(1, true, "x-sum", "7", "x-forwarded-for", "1.2.3.4");

            assertThat(client.answer(1)).isEqualTo("200 x-sum: 7");
        }
    }

    @Test
    void endsAnAnswerWhereTheInstanceCloses() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.0 200 OK\r\n\r\nall of it");
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("200 all of it");
        }
    }

    @Test
    void sendsNoBodyWhereThereIsNone() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.answering(request -> request.line().startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                        : "HTTP/1.1 " + request.line().split(" ")[1].substring(1) + " X\r\nETag: a\r\n\r\n");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.fields(1, true, FrameWire.request("HEAD", HOST, "/"));
            assertThat(client.await(Frame.HEADERS, 1).ends()).isTrue();
            assertThat(client.fields(1).get("content-length")).hasToString("5");
            assertThat(client.get(3, HOST, "/204").await(Frame.HEADERS, 3).ends())
                    .isTrue();
            assertThat(client.get(5, HOST, "/304").await(Frame.HEADERS, 5).ends())
                    .isTrue();
            assertThat(client.status(5)).isEqualTo(304);
        }
    }

    @Test
    void passesInterimAnswersOn() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
                    wire.chunk();
                    wire.chunk();
                    wire.send(Origin.ok("done"));
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            client.post(1, HOST, "/", "expect", "100-continue");

            client.await(Frame.HEADERS, 1);
            assertThat(client.status(1)).isEqualTo(103);
            assertThat(client.fields(1).get("link")).hasToString("</a>");
            client.await(Frame.HEADERS, 1);
            assertThat(client.status(1)).isEqualTo(100);
            assertThat(client.data(1, "body", true).answer(1)).isEqualTo("200 done");
        }
    }

    @Test
    void joinsCookiesAndDropsWhatOnlyTheEdgeSays() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(
                    1,
                    HOST,
                    "/",
                    "cookie",
                    "a=1",
                    "x-forwarded-for",
                    "1.2.3.4",
                    "x_forwarded_proto",
                    "https",
                    "te",
                    "trailers",
                    "cookie",
                    "b=2");
            client.answer(1);

            Reply seen = origin.seen.getFirst();
            assertThat(seen.fields().get("cookie")).isEqualTo(List.of("a=1; b=2"));
            assertThat(seen.field("x-forwarded-for")).hasValue("127.0.0.1");
            assertThat(seen.field("x_forwarded_proto")).isEmpty();
            assertThat(seen.field("te")).isEmpty();
        }
    }

    @Test
    void answersByItselfOnTheStreamAlone() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.get(1, "nobody.test", "/").answer(1)).startsWith("421 {");
            assertThat(client.get(3, "nobody.test", "/", "accept", "text/html").answer(3))
                    .startsWith("421 <!");
            assertThat(client.get(5, HOST, "/").answer(5)).isEqualTo("200 ok");
        }
    }

    @Test
    void keepsAConnectionToAnInstanceForTheNextStream() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            for (int stream = 1; stream < 40; stream += 2) {
                assertThat(client.get(stream, HOST, "/").answer(stream)).isEqualTo("200 ok");
            }

            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void logsEachStream(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("access.log");
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true).withAccessLog(log));
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/one?secret").answer(1);
            client.get(3, HOST, "/two").answer(3);

            assertThat(world.edge.totals().requests()).isEqualTo(2);
            assertThat(world.edge.totals().connectionsAccepted()).isEqualTo(1);
            assertThat(world.routes.traffic(EdgeWorld.ACME).requests()).isEqualTo(2);
        }
        assertThat(Files.readString(log))
                .contains("\"protocol\":\"h2\",\"method\":\"GET\",\"host\":\"acme.test\",\"path\":\"/one\"")
                .contains("\"path\":\"/two\"")
                .doesNotContain("secret");
    }
}
