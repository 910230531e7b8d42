package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request of HTTP/2 (RFC 9113 section 8), or no one's: refused on its stream, and the next is answered. */
class Http2RefusalTest {
    private static final String RESET = "reset " + Frame.PROTOCOL_ERROR;

    /** Fields, separated by blanks; a {@code ~} stands for a blank, and a plus before them for the four of a good request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET :scheme http :authority acme.test",
                ":method GET :scheme http :authority acme.test :path ",
                ":method GET :authority acme.test :path /",
                ":method GET :scheme http :authority  :path /",
                ":scheme http :authority acme.test :path /",
                ":method GET :scheme ftp :authority acme.test :path /",
                ":method GET :method GET :scheme http :authority acme.test :path /",
                ":method GET :scheme http :scheme http :authority acme.test :path /",
                ":method GET :scheme http :authority acme.test :authority acme.test :path /",
                ":method GET :scheme http :authority acme.test :path / :path /",
                ":method GET :scheme http :authority acme.test x-a b :path /",
                ":method GET :scheme http :authority acme.test :path / :status 200",
                ":method GET :scheme http :authority acme.test :path / :own 1",
                ":method GET :scheme http :authority acme.test :path / :protocol websocket",
                ":method CONNECT :scheme http :authority acme.test :path /",
                ":method CONNECT :path /",
                ":method G~T :scheme http :authority acme.test :path /",
                ":method GET :scheme http :authority acme.test :path /~HTTP/1.1",
                ":method GET :scheme http :authority acme.test :path x",
                ":method GET :scheme http :authority acme.test :path http://acme.test/",
                ":method GET :scheme http :authority acme.test :path *",
                "+ X-Upper 1",
                "+ x~y 1",
                "+ x:y 1",
                "+  1",
                "+ x-a a\rb",
                "+ x-a a\nb",
                "+ x-a a\0b",
                "+ x-a ~a",
                "+ x-a a~",
                "+ connection close",
                "+ keep-alive timeout=5",
                "+ proxy-connection close",
                "+ transfer-encoding chunked",
                "+ upgrade h2c",
                "+ te gzip",
                "+ te trailers,~gzip",
                "+ host acme.test host acme.test",
                "+ content-length 5",
                "+ content-length x",
                "+ content-length -1",
                "+ content-length 0 content-length 1",
                "+ sec-websocket-key1 a"
            })
    void refusesWhatIsMalformed(String fields) throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.fields(1, true, lines(fields)).answer(1)).isEqualTo(RESET);
            assertThat(client.get(3, "acme.test", "/").answer(3)).isEqualTo("200 ok");
            assertThat(origin.seen).hasSize(1);
        }
    }

    private static String[] lines(String fields) {
        String good = ":method GET :scheme http :authority acme.test :path /";
        String[] lines = fields.replaceFirst("^\\+", good).split(" ", -1);
        return Arrays.stream(lines).map(text -> text.replace('~', ' ')).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET :scheme http :path /",
                ":method GET :scheme http :authority acme.test :path / host globex.test",
                ":method GET :scheme http :authority user@acme.test :path /",
                ":method GET :scheme http :authority acme.test/x :path /"
            })
    void answersWhatNamesNoHostOrTwo(String fields) throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            world.routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, origin.port()));

            assertThat(client.fields(1, true, lines(fields)).answer(1)).startsWith("400 ");
            assertThat(client.get(3, "acme.test", "/").answer(3)).isEqualTo("200 ok");
            assertThat(origin.seen).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET :scheme http :path / host acme.test",
                ":method GET :scheme http :authority acme.test :path / host acme.test",
                ":method GET :scheme http :authority ACME.test:80 :path / host acme.test",
                ":method OPTIONS :scheme http :authority acme.test :path *"
            })
    void takesOneHostInAnySpelling(String fields) throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.fields(1, true, lines(fields)).answer(1)).isEqualTo("200 ok");
            assertThat(origin.seen.getFirst().fields().get("host")).hasSize(1);
        }
    }

    @Test
    void refusesConnect() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                FrameWire client = FrameWire.to(world.edge.port())) {
            assertThat(client.fields(1, false, ":method", "CONNECT", ":authority", "acme.test:443")
                            .answer(1))
                    .startsWith("405 ");
            String[] other = FrameWire.request("CONNECT", "acme.test", "/", ":protocol", "connect-udp");
            assertThat(client.fields(3, false, lines(String.join(" ", other))).answer(3))
                    .startsWith("405 ");
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
