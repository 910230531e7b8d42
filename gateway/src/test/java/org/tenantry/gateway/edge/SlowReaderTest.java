package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.edge.EdgeWorld.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Clients that ask for much and take nothing of it: what they hold up is given back. */
class SlowReaderTest {
    private static final int MUCH = 64 << 20;

    @Test
    void anAnswerThatNobodyTakesIsGivenUp() throws Exception {
        try (EdgeWorld world = new EdgeWorld(impatient());
                Origin origin = endless()) {
            world.acme(origin);
            Wire client = world.client().get("acme.test", "/");
            assertThat(client.head().orElseThrow().status()).isEqualTo(200);
            eventually("the origin is let go", () -> origin.ended.get() == 1);
            eventually("its connection, too", () -> world.edge.totals().connectionsOpen() == 0);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    @Test
    void anAnswerThatIsTakenInTimeIsWhole() throws Exception {
        try (EdgeWorld world = new EdgeWorld(impatient());
                Origin origin = Origin.answering(request -> Origin.ok("x".repeat(8 << 20)))) {
            world.acme(origin);
            assertThat(world.get("acme.test", "/").body()).hasSize(8 << 20);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    @Test
    void aStreamWhoseWindowStaysShutIsReset() throws Exception {
        try (EdgeWorld world =
                        new EdgeWorld(settings -> impatient().apply(settings).withH2c(true));
                Origin origin = endless();
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            assertThat(client.get(1, "acme.test", "/").answer(1)).isEqualTo("reset 8");
            eventually("the origin is let go", () -> origin.ended.get() == 1);
        }
    }

    @Test
    void aSmallAnswerWhoseWindowStaysShutIsReset() throws Exception {
        try (EdgeWorld world =
                        new EdgeWorld(settings -> impatient().apply(settings).withH2c(true));
                Origin origin = Origin.saying("small");
                FrameWire client = FrameWire.to(world.edge.port(), 4, 0)) {
            world.acme(origin);
            assertThat(client.get(1, "acme.test", "/").answer(1)).isEqualTo("reset 8");
        }
    }

    @Test
    void aWebSocketThatNobodyReadsIsEnded() throws Exception {
        try (EdgeWorld world = new EdgeWorld(impatient());
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
                    wire.send(new byte[MUCH]);
                    wire.rest();
                })) {
            world.acme(origin);
            Wire client = world.client()
                    .get(
                            "acme.test",
                            "/",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
            assertThat(client.head().orElseThrow().status()).isEqualTo(101);
            eventually(
                    "both are let go",
                    () -> origin.ended.get() == 1 && world.edge.totals().connectionsOpen() == 0);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    private static Origin endless() throws IOException {
        return Origin.running((wire, number) -> {
            wire.message(false);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
            wire.send(new byte[MUCH]);
            wire.rest();
        });
    }

    private static UnaryOperator<EdgeSettings> impatient() {
        return settings -> settings.withTimeouts(settings.timeouts().withUnread(Duration.ofMillis(500)));
    }
}
