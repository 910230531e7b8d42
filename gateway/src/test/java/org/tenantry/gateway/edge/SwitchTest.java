package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.edge.EdgeWorld.ACME;
import static org.tenantry.gateway.edge.EdgeWorld.ACME_HOST;
import static org.tenantry.gateway.edge.EdgeWorld.GLOBEX_HOST;
import static org.tenantry.gateway.edge.EdgeWorld.endpoint;
import static org.tenantry.gateway.edge.EdgeWorld.globex;
import static org.tenantry.gateway.edge.EdgeWorld.route;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Endpoint;

/** A route changes its endpoints again and again under load. */
class SwitchTest {
    private static final int CLIENTS = 8;
    private static final int SWITCHES = 300;

    @Test
    void noRequestFailsAndNoWebSocketOfAnotherTenantEnds() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true));
                Origin one = Origin.saying("acme");
                Origin two = Origin.saying("acme");
                Origin other = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
                    wire.send(wire.exactly(4));
                    wire.rest();
                });
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            world.acme(one);
            world.routes.put(globex(GLOBEX_HOST, other.port()));
            Wire socket = world.client()
                    .get(
                            "globex.test",
                            "/",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
            assertThat(socket.head().orElseThrow().status()).isEqualTo(101);

            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                boolean streams = i % 2 == 0;
                asked.add(clients.submit(() -> streams ? byStreams(world, over) : byConnections(world, over)));
            }
            change(world, one, two);
            over.set(true);
            for (Future<Integer> each : asked) {
                assertThat(each.get()).isPositive();
            }
            assertThat(one.seen).isNotEmpty();
            assertThat(two.seen).isNotEmpty();
            socket.send("ping");
            assertThat(socket.exactly(4)).isEqualTo("ping");
            assertThat(world.edge.totals().requestsOpen()).isOne();
        }
    }

    private static void change(EdgeWorld world, Origin one, Origin two) throws InterruptedException {
        Endpoint first = endpoint(ACME, 1, one.port(), "lo");
        Endpoint second = endpoint(ACME, 2, two.port(), "lo");
        List<Availability> turns = List.of(
                new Availability.Serving(List.of(first, second)),
                new Availability.Serving(List.of(second)),
                new Availability.Holding(Availability.Reason.STARTING),
                new Availability.Serving(List.of(first)));
        for (int i = 0; i < SWITCHES; i++) {
            world.routes.put(route(ACME_HOST, turns.get(i % turns.size())));
            int before = one.seen.size() + two.seen.size();
            boolean serves = turns.get(i % turns.size()) instanceof Availability.Serving;
            if (serves) {
                EdgeWorld.eventually("requests go on", () -> one.seen.size() + two.seen.size() > before);
            }
        }
        world.routes.put(route(ACME_HOST, new Availability.Serving(List.of(first))));
    }

    private static int byConnections(EdgeWorld world, AtomicBoolean over) throws Exception {
        int asked = 0;
        for (; !over.get(); asked++) {
            try (Wire client = Wire.to(world.edge.port())) {
                for (int i = 0; i < 5; i++) {
                    assertThat(client.get("acme.test", "/").reply().body()).isEqualTo("acme");
                }
            }
        }
        return asked;
    }

    private static int byStreams(EdgeWorld world, AtomicBoolean over) throws Exception {
        int asked = 0;
        try (FrameWire client = FrameWire.to(world.edge.port())) {
            for (int stream = 1; !over.get(); stream += 2, asked++) {
                assertThat(client.post(stream, "acme.test", "/")
                                .data(stream, "body", true)
                                .answer(stream))
                        .isEqualTo("200 acme");
            }
        }
        return asked;
    }
}
