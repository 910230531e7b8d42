package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.edge.EdgeWorld.GLOBEX_HOST;
import static org.tenantry.gateway.edge.EdgeWorld.eventually;
import static org.tenantry.gateway.edge.EdgeWorld.globex;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.tenantry.gateway.edge.admission.Allowance;

/** One tenant, or one client, asks for too much: it is told so, and nobody else notices. */
class LimitsTest {
    private static final RouteRules RULES = RouteRules.standard();

    @Test
    void aClientThatAsksTooFastIsToldWhenToComeAgain() throws Exception {
        Allowance slow = RULES.client().withRate(1, 2);
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            world.acme(RULES.withClient(slow), acme);
            world.routes.put(globex(GLOBEX_HOST, globex.port()));
            Wire client = world.client();
            assertThat(client.get("acme.test", "/").reply().status()).isEqualTo(200);
            assertThat(client.get("acme.test", "/").reply().status()).isEqualTo(200);

            Reply refused = client.get("acme.test", "/").reply();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("retry-after")).contains("1");
            assertThat(refused.body()).contains("too-many-requests");
            assertThat(world.get("acme.test", "/").status())
                    .as("a new connection is the same client")
                    .isEqualTo(429);
            assertThat(client.get("globex.test", "/").reply().body())
                    .as("another tenant, by the same connection")
                    .isEqualTo("globex");
            assertThat(acme.seen).hasSize(2);
        }
    }

    @Test
    void aClientThatAsksForTooMuchAtOnceKeepsOthersServed() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = slow(answer)) {
            world.acme(RULES.withClient(RULES.client().withRequests(1)), acme);
            Wire first = world.client().get("acme.test", "/slow");
            eventually("it is in flight", () -> acme.seen.size() == 1);
            assertThat(world.get("acme.test", "/").status()).isEqualTo(429);
            try (Wire other = from("127.0.0.2", world)) {
                assertThat(other.get("acme.test", "/").reply().status()).isEqualTo(200);
            }

            answer.countDown();
            assertThat(first.reply().status()).isEqualTo(200);
            eventually("its place is free", () -> status(world) == 200);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    @Test
    void aTenantThatIsAskedForTooMuchSaysThatItIsBusy() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = slow(answer);
                Origin globex = Origin.saying("globex")) {
            world.acme(RULES.withTenant(RULES.tenant().withRequests(1)), acme);
            world.routes.put(globex(GLOBEX_HOST, globex.port()));
            Wire first = world.client().get("acme.test", "/slow");
            eventually("it is in flight", () -> acme.seen.size() == 1);
            try (Wire other = from("127.0.0.2", world)) {
                Reply busy = other.get("acme.test", "/", "Accept: text/html", "Accept-Language: de")
                        .reply();
                assertThat(busy.status()).isEqualTo(503);
                assertThat(busy.field("retry-after")).contains("5");
                assertThat(busy.body()).contains("Andrang");
                assertThat(other.get("globex.test", "/").reply().body()).isEqualTo("globex");
            }
            answer.countDown();
            assertThat(first.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void aWebSocketCountsUntilItEnds() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.running((wire, number) -> {
                    boolean upgrade =
                            wire.message(false).orElseThrow().field("upgrade").isPresent();
                    wire.send(
                            upgrade
                                    ? "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
                                    : Origin.ok("ok"));
                    wire.rest();
                })) {
            world.acme(RULES.withTenant(RULES.tenant().withRequests(1)), acme);
            Wire socket = world.client()
                    .get(
                            "acme.test",
                            "/",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
            assertThat(socket.head().orElseThrow().status()).isEqualTo(101);
            assertThat(world.get("acme.test", "/").status()).isEqualTo(503);
            socket.close();
            eventually("its place is free", () -> status(world) == 200);
        }
    }

    @Test
    void aClientWithTooManyConnectionsIsClosedAfterAnAnswer() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            world.acme(RULES.withClient(RULES.client().withConnections(1)), acme);
            world.routes.put(globex(GLOBEX_HOST, globex.port()));
            Wire first = world.client();
            assertThat(first.get("acme.test", "/").reply().status()).isEqualTo(200);

            Wire second = world.client().get("acme.test", "/");
            Reply refused = second.reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("too-many-connections");
            assertThat(second.isEnded()).isTrue();

            assertThat(first.get("globex.test", "/").reply().status()).isEqualTo(200);
            assertThat(world.get("acme.test", "/").status())
                    .as("the first one counts for globex now")
                    .isEqualTo(200);
        }
    }

    @Test
    void anAddressWithTooManyConnectionsIsNotLetIn() throws Exception {
        EdgeSettings.Connections two = new EdgeSettings.Connections(3, 2, 1000);
        try (EdgeWorld world = new EdgeWorld(settings ->
                        settings.withLimits(EdgeSettings.Limits.standard().withConnections(two)));
                Origin acme = Origin.saying("acme")) {
            world.acme(acme);
            Wire first = world.client();
            Wire second = world.client();
            assertThat(first.get("acme.test", "/").reply().status()).isEqualTo(200);
            assertThat(second.get("acme.test", "/").reply().status()).isEqualTo(200);
            assertThat(world.client().isEnded()).as("its third").isTrue();
            try (Wire other = from("127.0.0.2", world)) {
                assertThat(other.get("acme.test", "/").reply().status()).isEqualTo(200);
                try (Wire last = from("127.0.0.3", world)) {
                    assertThat(last.isEnded()).as("the fourth of all").isTrue();
                }
            }
            assertThat(world.edge.totals().connectionsTurnedAway()).isEqualTo(2);
            first.close();
            second.close();
            eventually("there is room", () -> world.edge.totals().connectionsOpen() < 2);
            assertThat(world.get("acme.test", "/").status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressThatConnectsTooFastIsNotLetIn() throws Exception {
        EdgeSettings.Connections slow = new EdgeSettings.Connections(100, 2, 1);
        try (EdgeWorld world = new EdgeWorld(settings ->
                        settings.withLimits(EdgeSettings.Limits.standard().withConnections(slow)));
                Origin acme = Origin.saying("acme")) {
            world.acme(acme);
            assertThat(world.get("acme.test", "/").status()).isEqualTo(200);
            assertThat(world.get("acme.test", "/").status()).isEqualTo(200);
            eventually("it was turned away", () -> {
                try (Wire next = world.client()) {
                    return next.isEnded();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            try (Wire other = from("127.0.0.2", world)) {
                assertThat(other.get("acme.test", "/").reply().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aStreamThatIsTooMuchIsRefusedAndTheOthersGoOn() throws Exception {
        Allowance slow = RULES.client().withRate(1, 1);
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true));
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(RULES.withClient(slow), acme);
            world.routes.put(globex(GLOBEX_HOST, globex.port()));
            assertThat(client.get(1, "acme.test", "/").answer(1)).isEqualTo("200 acme");
            assertThat(client.get(3, "acme.test", "/").answer(3)).startsWith("429 ");
            assertThat(client.get(5, "globex.test", "/").answer(5)).isEqualTo("200 globex");
        }
    }

    private static Origin slow(CountDownLatch answer) throws Exception {
        return Origin.answering(request -> {
            try {
                if (request.line().contains("/slow")) {
                    answer.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Origin.ok("ok");
        });
    }

    private static int status(EdgeWorld world) {
        try {
            return world.get("acme.test", "/").status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Wire from(String address, EdgeWorld world) throws Exception {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", world.edge.port()));
        return new Wire(socket);
    }
}
