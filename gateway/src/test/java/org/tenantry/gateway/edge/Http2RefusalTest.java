package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is refused of HTTP/2 beside the requests of {@code streams.txt}: on its stream, and the next is answered. */
class Http2RefusalTest {
    private static final String RESET = "reset " + Frame.PROTOCOL_ERROR;

    @Test
    void refusesConnect() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                FrameWire client = FrameWire.to(world.edge.port())) {
            assertThat(client.fields(1, false, ":method", "CONNECT", ":authority", "acme.test:443")
                            .answer(1))
                    .startsWith("405 ");
            String[] other = FrameWire.request("CONNECT", "acme.test", "/", ":protocol", "connect-udp");
            assertThat(client.fields(3, false, other).answer(3)).startsWith("405 ");
        }
    }

    @Test
    void refusesABodyThatIsNotAsLongAsAnnounced() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.post(1, "acme.test", "/", "content-length", "5").data(1, "four", true);
            assertThat(client.answer(1)).isEqualTo(RESET);
            client.post(3, "acme.test", "/", "content-length", "5").data(3, "sixsix", false);
            assertThat(client.answer(3)).isEqualTo(RESET);

            assertThat(origin.seen).isEmpty();
        }
    }

    @Test
    void refusesTrailersThatAreNone() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.post(1, "acme.test", "/").fields(1, true, ":path", "/other");
            assertThat(client.answer(1)).isEqualTo(RESET);
            client.post(3, "acme.test", "/").fields(3, true, "x-a", "b\r\nX-Forwarded-For: 1");
            assertThat(client.answer(3)).isEqualTo(RESET);
        }
    }

    @Test
    void boundsTheHeadAndTheBody() throws Exception {
        EdgeSettings.Limits limits = EdgeSettings.Limits.standard().withHeads(512, 4096);
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true).withLimits(limits));
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(RouteRules.standard().withBody(10), origin);

            assertThat(client.get(1, "acme.test", "/" + "a".repeat(600)).answer(1))
                    .startsWith("414 ");
            assertThat(client.get(3, "acme.test", "/", "x-a", "a".repeat(4050)).answer(3))
                    .startsWith("431");
            assertThat(client.post(5, "acme.test", "/", "content-length", "11").answer(5))
                    .startsWith("413 ");
            assertThat(client.post(7, "acme.test", "/")
                            .data(7, "elevenbytes", false)
                            .answer(7))
                    .startsWith("413 ");
            assertThat(client.get(9, "acme.test", "/").answer(9)).isEqualTo("200 ok");
        }
    }

    @Test
    void refusesStreamsBeyondTheirNumber() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            for (int i = 0; i < 128; i++) {
                client.post(1 + 2 * i, "acme.test", "/");
            }
            client.get(257, "acme.test", "/");

            assertThat(client.answer(257)).isEqualTo("reset " + Frame.REFUSED_STREAM);
        }
    }
}
