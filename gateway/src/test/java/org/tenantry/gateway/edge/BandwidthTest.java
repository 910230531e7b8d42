package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.edge.EdgeWorld.GLOBEX_HOST;
import static org.tenantry.gateway.edge.EdgeWorld.eventually;
import static org.tenantry.gateway.edge.EdgeWorld.globex;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Bodies of a tenant that may have little a second: whole, in order, and late. They took at least as long as they had to,
 * which no slow machine can make wrong; {@link ThrottleTest} sees how long exactly.
 */
class BandwidthTest {
    private static final int RATE = 64 << 10;
    private static final int BODY = 5 * RATE;
    private static final Duration LEAST = Duration.ofMillis(2_500);
    private static final RouteRules RULES =
            RouteRules.standard().withTenant(RouteRules.standard().tenant().withBandwidth(RATE));
    private static final String WHOLE = "0123456789abcdef".repeat(BODY / 16);

    private long begin;

    @Test
    void anAnswerIsSlowedAndOtherTenantsAreNot() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.saying(WHOLE);
                Origin globex = Origin.saying(WHOLE)) {
            world.acme(RULES, acme);
            world.routes.put(globex(GLOBEX_HOST, globex.port()));
            begin = System.nanoTime();
            Wire slow = world.client().get("acme.test", "/");

            assertThat(world.get("globex.test", "/").body()).isEqualTo(WHOLE);
            assertThat(slow.reply().body()).isEqualTo(WHOLE);
            assertThat(elapsed()).isGreaterThan(LEAST);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsWhole() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.0 200 OK\r\n\r\n" + WHOLE);
                })) {
            world.acme(RULES, acme);

            assertThat(world.get("acme.test", "/").body()).isEqualTo(WHOLE);
        }
    }

    @Test
    void anUploadIsSlowed() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.answering(
                        request -> Origin.ok(String.valueOf(request.body().equals(WHOLE))))) {
            world.acme(RULES, acme);

            begin = System.nanoTime();
            assertThat(upload(world.client()).reply().body()).isEqualTo("true");
            assertThat(elapsed()).isGreaterThan(LEAST);
        }
    }

    @Test
    void whatIsUsedUpHoldsBackTheNextAnswerToo() throws Exception {
        RouteRules narrow = RULES.withClient(RULES.client().withBandwidth(RATE))
                .withTenant(RouteRules.standard().tenant());
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.answering(
                        request -> Origin.ok(request.line().contains("/much") ? "x".repeat(4 * RATE) : "little"))) {
            world.acme(narrow, acme);
            begin = System.nanoTime();
            assertThat(world.get("acme.test", "/much").body()).hasSize(4 * RATE);

            assertThat(world.get("acme.test", "/little").body()).isEqualTo("little");
            assertThat(elapsed()).isGreaterThan(LEAST);
        }
    }

    @Test
    void aWebSocketIsSlowedBothWays() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
                    wire.send(wire.exactly(BODY));
                    wire.isEnded();
                })) {
            world.acme(RULES, acme);
            Wire socket = world.client()
                    .get(
                            "acme.test",
                            "/",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
            assertThat(socket.head().orElseThrow().status()).isEqualTo(101);

            begin = System.nanoTime();
            socket.send(WHOLE);
            assertThat(socket.exactly(BODY)).isEqualTo(WHOLE);
            assertThat(elapsed()).as("there and back").isGreaterThan(LEAST.multipliedBy(2));
        }
    }

    @Test
    void aStreamIsSlowed() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin acme = Origin.saying(WHOLE);
                FrameWire client = FrameWire.to(world.edge.port(), 4, BODY)) {
            world.acme(RULES, acme);
            client.number(Frame.WINDOW_UPDATE, 0, BODY);

            begin = System.nanoTime();
            assertThat(client.get(1, "acme.test", "/").answer(1)).isEqualTo("200 " + WHOLE);
            assertThat(elapsed()).isGreaterThan(LEAST);
        }
    }

    @Test
    void streamsBesideSlowOnesAreNotSlowed() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                // Minutes are not enough for that much.
                Origin acme = Origin.saying(WHOLE.repeat(100));
                Origin globex = Origin.saying(WHOLE);
                FrameWire client = FrameWire.to(world.edge.port(), 4, 1 << 30)) {
            world.acme(RULES, acme);
            world.routes.put(globex(GLOBEX_HOST, globex.port()));
            client.number(Frame.WINDOW_UPDATE, 0, 1 << 30);
            client.get(1, "acme.test", "/");
            client.await(Frame.DATA, 1);
            client.post(3, "acme.test", "/", "content-length", String.valueOf(100 * BODY));
            for (int sent = 0; sent < 256 << 10; sent += 16 << 10) {
                client.data(3, WHOLE.substring(sent, sent + (16 << 10)), false);
            }

            assertThat(client.get(5, "globex.test", "/").answer(5)).isEqualTo("200 " + WHOLE);
        }
    }

    @Test
    void anUploadOnAStreamIsSlowedByItsWindow() throws Exception {
        AtomicLong came = new AtomicLong();
        try (EdgeWorld world = Http2Test.world();
                Origin acme = Origin.answering(request -> {
                    came.set(request.body().length());
                    return Origin.ok("done");
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(RULES, acme);
            begin = System.nanoTime();
            client.post(1, "acme.test", "/", "content-length", String.valueOf(BODY));
            int sent = 0;
            // No more than the window is ever on its way, which is given back at the tenant's pace.
            for (int window = 256 << 10; sent < BODY; window = (256 << 10) + client.given(1)) {
                for (; sent < Math.min(window, BODY); sent += 16 << 10) {
                    client.data(1, WHOLE.substring(sent, sent + (16 << 10)), sent + (16 << 10) == BODY);
                }
                if (sent < BODY) {
                    client.await(Frame.WINDOW_UPDATE, 1);
                }
            }
            assertThat(client.answer(1)).isEqualTo("200 done");
            assertThat(came).hasValue(BODY);
            assertThat(elapsed()).isGreaterThan(LEAST);
        }
    }

    @Test
    void aWebSocketOnAStreamIsSlowedBothWays() throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin acme = Origin.running((wire, number) -> {
                    wire.send(Http2WebSocketTest.accepted(wire.message(false).orElseThrow()));
                    wire.exactly(BODY);
                    wire.send(WHOLE);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port(), 4, 1 << 30)) {
            world.acme(RULES, acme);
            client.number(Frame.WINDOW_UPDATE, 0, 1 << 30);
            Http2WebSocketTest.open(client, 1);
            client.await(Frame.HEADERS, 1);
            begin = System.nanoTime();
            int sent = 0;
            for (int window = 256 << 10; sent < BODY; window = (256 << 10) + client.given(1)) {
                for (; sent < Math.min(window, BODY); sent += 16 << 10) {
                    client.data(1, WHOLE.substring(sent, sent + (16 << 10)), false);
                }
                if (sent < BODY) {
                    client.await(Frame.WINDOW_UPDATE, 1);
                }
            }
            int got = 0;
            while (got < BODY) {
                got += client.await(Frame.DATA, 1).payload().length;
            }
            assertThat(got).isEqualTo(BODY);
            assertThat(elapsed())
                    .as("there and back")
                    .isGreaterThan(LEAST.multipliedBy(3).dividedBy(2));
        }
    }

    @Test
    void whoLeavesWhileItIsHeldBackIsGoneAtOnce() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.saying(WHOLE.repeat(100))) {
            world.acme(RULES, acme);
            Wire client = world.client().get("acme.test", "/");
            client.head();
            eventually("it is held back", () -> world.edge.totals().bytesOut() >= RATE);

            client.close();
            eventually("nothing is left of it", () -> world.edge.totals().requestsOpen() == 0);
            assertThat(world.edge.totals().bytesOut()).isLessThan(100 * BODY);
        }
    }

    private static Wire upload(Wire client) throws IOException {
        client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: " + BODY + "\r\n\r\n");
        CompletableFuture.runAsync(() -> {
            try {
                client.send(WHOLE);
            } catch (IOException gone) {
                // The answer tells.
            }
        });
        return client;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
