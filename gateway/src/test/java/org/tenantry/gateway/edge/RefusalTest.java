package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: acme.test\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 5, 5\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: +5\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: -5\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 0x5\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 99999999999999999999\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length:\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: gzip\r\n\r\nabcde",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nX-A: b\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\n X-A: b\r\nHost: acme.test\r\n\r\n",
                "GET / HTTP/1.1\nHost: acme.test\n\n",
                "GET / HTTP/1.1\r\nHost: acme.test\nX: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\rX: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nX: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nX\u0001: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nno colon here\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\n: empty\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET / x HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET /\r\nHost: acme.test\r\n\r\n",
                " GET / HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: acme.test\r\n\r\n",
                "GET / HTTP/1.2\r\nHost: acme.test\r\n\r\n",
                "GET / http/1.1\r\nHost: acme.test\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET /#fragment HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET acme.test HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nHost: acme.test\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nHost: globex.test\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test, globex.test\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test/x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: user@acme.test\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test:80:80\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme_.test\r\n\r\n",
                "GET http://globex.test/ HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET http://user@acme.test/ HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET http://acme.test\\@globex.test/ HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET ftp://acme.test/ HTTP/1.1\r\nHost: acme.test\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: acme.test\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key1: 1\r\n\r\n",
            })
    void refusesWhatCouldBeReadInTwoWaysAndCloses(String bytes) throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("reached")) {
            world.acme(origin);
            Wire client = world.client().send(bytes + SMUGGLED);

            Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.field("connection")).hasValue("close");
            assertThat(client.isEnded()).isTrue();
            assertThat(origin.connections).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;a=\"\n\"\r\nabcde\r\n0\r\n\r\n",
                "5\nabcde\r\n0\r\n\r\n",
                "5\r\nabcdeXX0\r\n\r\n",
                "-5\r\nabcde\r\n0\r\n\r\n",
                "0x5\r\nabcde\r\n0\r\n\r\n",
                "fffffffffffffffff\r\nabcde\r\n0\r\n\r\n",
                "\r\nabcde\r\n0\r\n\r\n",
                "5 \n\r\nabcde\r\n0\r\n\r\n",
            })
    void endsARequestWhoseChunksAreWrong(String chunks) throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request -> Origin.ok("whole: " + request.body()))) {
            world.acme(origin);
            String head = "POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n";
            Wire client = world.client().send(head + chunks + SMUGGLED);

            assertThat(client.reply().status()).isEqualTo(400);
            assertThat(client.isEnded()).isTrue();
            assertThat(origin.seen).isEmpty();
        }
    }

    @Test
    void routesBySpellingsOfOneHostOnly() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("acme")) {
            world.acme(origin);

            assertThat(world.get("ACME.Test", "/").body()).isEqualTo("acme");
            assertThat(world.get("acme.test.", "/").body()).isEqualTo("acme");
            assertThat(world.get("acme.test:8080", "/").body()).isEqualTo("acme");
            assertThat(world.get("xacme.test", "/").status()).isEqualTo(421);
            assertThat(world.get("acme.test.evil", "/").status()).isEqualTo(421);
            assertThat(world.get("www.acme.test", "/").status()).isEqualTo(421);
        }
    }

    @Test
    void takesTheAbsoluteFormOfTheSameHost() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request -> Origin.ok(request.line()))) {
            world.acme(origin);
            Wire client = world.client();

            client.send("GET HTTP://ACME.test:80/a?b=http://c HTTP/1.1\r\nHost: acme.test\r\n\r\n");
            assertThat(client.reply().body()).isEqualTo("GET /a?b=http://c HTTP/1.1");
            client.send("GET http://acme.test?q HTTP/1.1\r\nHost: acme.test\r\n\r\n");
            assertThat(client.reply().body()).isEqualTo("GET /?q HTTP/1.1");
        }
    }

    @Test
    void neverTunnelsConnectNorAnyProtocolButWebSocket() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request -> Origin.ok("plain"))) {
            world.acme(origin);

            Wire connect = world.client().send("CONNECT acme.test:80 HTTP/1.1\r\nHost: acme.test:80\r\n\r\n");
            assertThat(connect.reply().status()).isEqualTo(405);
            assertThat(connect.isEnded()).isTrue();

            for (String protocol : new String[] {"h2c", "websocket, h2c", "h2c\r\nUpgrade: websocket", "TLS/1.0"}) {
                Reply reply = world.get(
                        "acme.test",
                        "/",
                        "Connection: Upgrade, HTTP2-Settings",
                        "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
                        "Sec-WebSocket-Key: a2V5",
                        "Upgrade: " + protocol);
                assertThat(reply.body()).as(protocol).isEqualTo("plain");
                Reply seen = origin.seen.getLast();
                assertThat(Optional.empty()).isEqualTo(seen.field("upgrade")).isEqualTo(seen.field("http2-settings"));
            }
        }
    }

    @Test
    void takesNoChangeOfProtocolThatNobodyAskedFor() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(
                        request -> "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")) {
            world.acme(origin);

            assertThat(world.get("acme.test", "/").status()).isEqualTo(502);
        }
    }
}
