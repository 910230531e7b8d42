package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.tenantry.gateway.edge.transport.Transport;

class TunnelTest {
    private static final String ACCEPTED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n";

    @EachTransport
    void becomesBytesBothWaysOnceAWebSocketHasBegun(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    Reply request = wire.message(false).orElseThrow();
                    assertThat(request.field("upgrade")).hasValue("websocket");
                    assertThat(request.field("connection"))
                            .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("upgrade"));
                    wire.send(ACCEPTED + "at once");
                    wire.send(wire.exactly(5).toUpperCase(Locale.ROOT));
                    wire.isEnded();
                })) {
            world.acme(origin);
            Wire client = upgrade(world);

            assertThat(client.head().orElseThrow().status()).isEqualTo(101);
            assertThat(client.exactly(7)).isEqualTo("at once");
            assertThat(client.send("abcde").exactly(5)).isEqualTo("ABCDE");
            RouteTraffic traffic = world.routes.traffic(EdgeWorld.ACME);
            assertThat(traffic.openStreams()).isEqualTo(1);
            assertThat(traffic.bytesIn()).isEqualTo(5);
            assertThat(traffic.bytesOut()).isEqualTo(12);

            client.close();

            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
            EdgeWorld.eventually(
                    "the stream is counted out",
                    () -> world.routes.traffic(EdgeWorld.ACME).openStreams() == 0);
        }
    }

    @EachTransport
    void passesOnThatOneSideHasFinished(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED);
                    wire.send("got " + wire.rest());
                })) {
            world.acme(origin);
            Wire client = upgrade(world);
            client.head();

            client.send("last words");
            client.socket.shutdownOutput();

            assertThat(client.rest()).isEqualTo("got last words");
        }
    }

    @EachTransport
    void tellsAClientAtOnceThatTheInstanceBroke(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED);
                    wire.exactly(1);
                    wire.reset();
                })) {
            world.acme(origin);
            Wire client = upgrade(world);
            client.head();

            assertThat(client.send("x").isEnded()).isTrue();
        }
    }

    @EachTransport
    void stopsReadingFromTheFasterSide(Transport transport) throws Exception {
        AtomicLong written = new AtomicLong();
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED);
                    wire.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                })) {
            world.acme(origin);
            try (Origin silent = Origin.running((wire, number) -> {
                wire.message(false);
                wire.send(ACCEPTED);
                while (true) {
                    wire.send(new byte[1 << 16]);
                    written.addAndGet(1 << 16);
                }
            })) {
                world.acme(silent);
                Wire client = upgrade(world);
                client.head();
                long[] same = {-1, 0};
                EdgeWorld.eventually("the instance stalls", () -> {
                    same[1] = same[0] == written.get() && written.get() > 0 ? same[1] + 1 : 0;
                    same[0] = written.get();
                    return same[1] > 100;
                });
                assertThat(same[0]).isLessThan(64L << 20);
            }
        }
    }

    @EachTransport
    void relaysARefusedUpgradeAsAnAnswer(Transport transport) throws Exception {
        try (EdgeWorld world = new EdgeWorld(transport);
                Origin origin = Origin.answering(request -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")) {
            world.acme(origin);
            Wire client = upgrade(world);

            assertThat(client.reply().status()).isEqualTo(403);
            assertThat(client.get("acme.test", "/").reply().status()).isEqualTo(403);
        }
    }

    private static Wire upgrade(EdgeWorld world) throws IOException {
        return world.client()
                .get(
                        "acme.test",
                        "/ws",
                        "Connection: keep-alive, Upgrade",
                        "Upgrade: WebSocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }
}
