package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.edge.http1.Cookies;
import org.tenantry.gateway.edge.http1.RequestHead;

class StickyTest {
    private static final String HOST = "acme.test";
    private static final SealingKey KEY =
            SealingKey.parse(Secret.of("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), new SecureRandom());
    private static final Stickiness STICKY = new Stickiness("replica", KEY);

    @TempDir
    private Path certificates;

    private static EdgeWorld sticky(EdgeWorld world, Origin... origins) {
        world.acme(origins);
        Route route = world.routes.find(EdgeWorld.ACME_HOST).orElseThrow();
        world.routes.put(route.withRules(RouteRules.standard().withSticky(STICKY)));
        return world;
    }

    /** Cookies of all origins, by what these say. */
    private static Map<String, String> cookies(EdgeWorld world, int origins) throws Exception {
        Map<String, String> cookies = new HashMap<>();
        for (int i = 0; i < 1000 && cookies.size() < origins; i++) {
            Reply reply = world.get(HOST, "/");
            cookies.put(reply.body(), pair(reply));
        }
        return cookies;
    }

    private static String pair(Reply reply) {
        return reply.field("set-cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void leadsAClientBackToTheReplicaThatAnsweredIt() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two");
                Origin three = Origin.saying("three")) {
            sticky(world, one, two, three);
            Reply first = world.get(HOST, "/");
            assertThat(first.field("set-cookie").orElseThrow())
                    .matches("replica=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax");

            for (int i = 0; i < 30; i++) {
                Reply again = world.get(HOST, "/", "Cookie: a=b; " + pair(first) + "; c=d");
                assertThat(again.body()).isEqualTo(first.body());
                assertThat(again.field("set-cookie")).isEmpty();
            }
        }
    }

    @Test
    void passesCookiesOnUntouched() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.answering(
                        request -> "HTTP/1.1 200 OK\r\nSet-Cookie: own=1\r\nContent-Length: 0\r\n\r\n")) {
            sticky(world, one, one);

            Reply reply = world.get(HOST, "/", "Cookie: replica=forged; c=d");

            assertThat(one.seen.getFirst().field("cookie")).hasValue("replica=forged; c=d");
            assertThat(reply.fields().get("set-cookie")).hasSize(2).contains("own=1");
        }
    }

    @Test
    void choosesAnewWhereTheReplicaIsGone() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two");
                Origin three = Origin.saying("three")) {
            sticky(world, one, two, three);
            Map<String, String> cookies = cookies(world, 3);
            sticky(world, one, two);

            Reply reply = world.get(HOST, "/", "Cookie: " + cookies.get("three"));

            assertThat(reply.body()).isIn("one", "two");
            assertThat(pair(reply)).isEqualTo(cookies.get(reply.body()));
        }
    }

    @Test
    void choosesAnewWhereTheReplicaTakesNoConnection() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two")) {
            sticky(world, one, two);
            two.close();
            for (int i = 0; i < 5; i++) {
                Reply reply = world.get(HOST, "/", "Cookie: replica=" + token(2));

                assertThat(reply.body()).isEqualTo("one");
                assertThat(pair(reply)).isEqualTo("replica=" + token(1));
            }
            // After three of them it was not even tried.
            assertThat(world.edge.totals().upstreamConnectFailures()).isBetween(1L, 3L);
        }
    }

    @Test
    void knowsAReplicaWhereverItRunsAndOnAnyGateway() throws Exception {
        Map<String, String> before;
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two")) {
            before = cookies(sticky(world, one, two), 2);
        }
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two")) {
            assertThat(cookies(sticky(world, one, two), 2)).isEqualTo(before);
        }
    }

    @Test
    void namesNoReplicaOfAnotherInstance() {
        Endpoint other = EdgeWorld.endpoint(EdgeWorld.GLOBEX, 1, 80, "lo");
        Set<String> tokens = new HashSet<>(List.of(token(1), token(2), STICKY.token(other)));

        assertThat(tokens).hasSize(3);
    }

    private static String token(int replica) {
        return STICKY.token(EdgeWorld.endpoint(EdgeWorld.ACME, replica, 80, "lo"));
    }

    @Test
    void setsNothingWhereThereIsNoChoice() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.saying("one")) {
            sticky(world, one);

            assertThat(world.get(HOST, "/").field("set-cookie")).isEmpty();
        }
    }

    @Test
    void setsNothingUnlessTheRulesAskForIt() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two")) {
            world.acme(one, two);

            assertThat(world.get(HOST, "/").field("set-cookie")).isEmpty();
        }
    }

    @Test
    void saysSecureOverTls() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two")) {
            sticky(world.edge, one, two);

            Reply reply = world.client("acme.test").get(HOST, "/").reply();

            assertThat(reply.field("set-cookie").orElseThrow()).endsWith("; SameSite=Lax; Secure");
        }
    }

    @Test
    void isTheSameForHttp2() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two");
                FrameWire client = FrameWire.to(world.edge.port())) {
            sticky(world, one, two);
            String first = client.get(1, HOST, "/").answer(1);
            String cookie = client.fields(1).get("set-cookie").toString();
            assertThat(cookie).endsWith("; Path=/; HttpOnly; SameSite=Lax");

            for (int stream = 3; stream < 43; stream += 2) {
                String pair = cookie.split(";", 2)[0];
                assertThat(client.get(stream, HOST, "/", "cookie", "a=b", "cookie", pair)
                                .answer(stream))
                        .isEqualTo(first);
                assertThat(client.fields(stream).contains("set-cookie")).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n=v",
                "a=b; n=v",
                "n=v;a=b",
                "a=b;n=v ; c=d",
                "n=x; n=v",
                "a; n=v",
                "; n=v",
                "a=b\r\nCOOKIE: n=v"
            })
    void findsACookie(String sent) {
        assertThat(Cookies.has(head(sent), "n", "v")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n=",
                "n=vv",
                "nn=v",
                "N=v",
                "n=V",
                "a=n=v",
                "n =v",
                "n= v",
                "a=b, n=v",
                "n=v,",
                "x\r\nX-Cookie: n=v"
            })
    void findsNoOther(String sent) {
        assertThat(Cookies.has(head(sent), "n", "v")).isFalse();
    }

    @Test
    void takesNoNameThatWouldBreakTheField() {
        for (String name : List.of("", "a b", "a;b", "a=b", "a\r\nb")) {
            assertThatThrownBy(() -> new Stickiness(name, KEY)).isInstanceOf(TenantryException.class);
        }
    }

    private static RequestHead head(String cookie) {
        RequestHead head = new RequestHead(200, 400);
        String text = "GET / HTTP/1.1\r\nHost: acme.test\r\nCookie: " + cookie + "\r\n\r\n";
        head.feed(Unpooled.wrappedBuffer(text.getBytes(US_ASCII)));
        return head;
    }
}
