package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalTest {
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
