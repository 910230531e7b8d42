package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.edge.EdgeWorld.ACME;
import static org.tenantry.gateway.edge.EdgeWorld.ACME_HOST;
import static org.tenantry.gateway.edge.EdgeWorld.endpoint;
import static org.tenantry.gateway.edge.EdgeWorld.eventually;
import static org.tenantry.gateway.edge.EdgeWorld.globex;
import static org.tenantry.gateway.edge.EdgeWorld.route;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An instance is away for a moment: its requests wait for it, within bounds. */
class HoldTest {
    private static final Hold HOLD = new Hold(100, 1 << 20, Duration.ofMinutes(5), 1000);
    private static final Availability AWAY = new Availability.Holding(Availability.Reason.STARTING);

    @Test
    void requestsWaitAndAreAnswered() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("back")) {
            hold(world, HOLD);
            List<Wire> clients = waiting(world, 20);
            serve(world, HOLD, origin);
            for (Wire client : clients) {
                assertThat(client.reply().body()).isEqualTo("back");
            }
            assertThat(origin.seen).hasSize(20);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    @Test
    void theOldestGoesFirstAndTheOthersOneByOne() throws Exception {
        Hold slow = new Hold(100, 1 << 20, Duration.ofMinutes(5), 1);
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.saying("back")) {
            hold(world, slow);
            waiting(world, 3);
            serve(world, slow, origin);
            world.client().get("acme.test", "/after");
            eventually("the last one, too, a second after each", () -> origin.seen.size() == 4);
            assertThat(origin.seen)
                    .extracting(request -> request.line().split(" ")[1])
                    .containsExactly("/0", "/1", "/2", "/after");
        }
    }

    private static List<Wire> waiting(EdgeWorld world, int number) throws IOException {
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(world.client().get("acme.test", "/" + i));
            int waiting = i + 1;
            eventually("it waits", () -> world.edge.totals().requestsOpen() == waiting);
        }
        return clients;
    }

    @Test
    void aBodyIsNotReadWhileItsRequestWaits() throws Exception {
        int size = 60 << 20;
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(
                        request -> Origin.ok(String.valueOf(request.body().length())))) {
            hold(world, HOLD);
            Wire client = world.client();
            AtomicBoolean sent = new AtomicBoolean();
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nExpect: 100-continue\r\nContent-Length: " + size
                            + "\r\n\r\n");
                    client.send(new byte[size]);
                    sent.set(true);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            eventually("it waits", () -> world.edge.totals().requestsOpen() == 1);
            client.socket.setSoTimeout(500);
            assertThat(reads(client)).as("no 100 Continue").isFalse();
            assertThat(sent).isFalse();

            client.socket.setSoTimeout(30_000);
            serve(world, HOLD, origin);
            assertThat(client.reply().body()).isEqualTo(String.valueOf(size));
            sender.join();
        }
    }

    @Test
    void aClientThatLeftIsDroppedUnsent() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("back")) {
            hold(world, HOLD);
            Wire impatient = world.client().get("acme.test", "/left");
            Wire rude = world.client().send("POST /reset HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 5\r\n\r\n12");
            Wire patient = world.client().get("acme.test", "/stayed");
            eventually("they wait", () -> world.edge.totals().requestsOpen() == 3);
            impatient.close();
            rude.reset();
            eventually("they are gone", () -> world.edge.totals().requestsOpen() == 1);

            serve(world, HOLD, origin);
            assertThat(patient.reply().body()).isEqualTo("back");
            assertThat(origin.seen).hasSize(1);
        }
    }

    @Test
    void thereIsRoomForSoManyRequestsAndSoManyBytes() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("back")) {
            Hold small = new Hold(2, 10, Duration.ofMinutes(5), 1000);
            hold(world, small);
            Wire first = world.client().get("acme.test", "/");
            eventually("it waits", () -> world.edge.totals().requestsOpen() == 1);
            Reply large = world.client()
                    .send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 11\r\n\r\n01234567890")
                    .reply();
            assertThat(large.status()).isEqualTo(503);
            Wire second = world.client().get("acme.test", "/");
            eventually("it waits, too", () -> world.edge.totals().requestsOpen() == 2);
            Reply third = world.get("acme.test", "/");
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.field("retry-after")).isPresent();
            assertThat(third.body()).contains("starting");

            serve(world, small, origin);
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(second.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void nobodyWaitsLongerThanTheBoundNorAnew() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            Hold once = new Hold(100, 1 << 20, Duration.ofMillis(300), 1000);
            hold(world, once);
            assertThat(world.get("acme.test", "/").status()).isEqualTo(503);
            Wire late = world.client().get("acme.test", "/");
            assertThat(late.reply().status()).isEqualTo(503);
            assertThat(late.get("acme.test", "/").reply().status())
                    .as("its connection goes on")
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @EnumSource(Availability.Reason.class)
    void whatDoesNotComeBackIsToldAtOnce(Availability.Reason reason) throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            hold(world, HOLD);
            Wire client = world.client().get("acme.test", "/");
            eventually("it waits", () -> world.edge.totals().requestsOpen() == 1);
            world.routes.put(route(ACME_HOST, new Availability.Away(reason)));
            Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.body()).contains(reason.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void whoWaitedForOneTenantNeverReachesTheNextOwnerOfTheHost() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin other = Origin.saying("globex")) {
            hold(world, HOLD);
            Wire client = world.client().get("acme.test", "/");
            eventually("it waits", () -> world.edge.totals().requestsOpen() == 1);
            world.routes.put(globex(ACME_HOST, other.port()));
            assertThat(client.reply().status()).isEqualTo(503);
            assertThat(other.seen).isEmpty();
            assertThat(client.get("acme.test", "/").reply().body()).isEqualTo("globex");
        }
    }

    @Test
    void aRemovedRouteLeavesNobodyWaiting() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            hold(world, HOLD);
            Wire client = world.client().get("acme.test", "/");
            eventually("it waits", () -> world.edge.totals().requestsOpen() == 1);
            world.routes.remove(ACME_HOST, ACME);
            assertThat(client.reply().status()).isEqualTo(503);
        }
    }

    @Test
    void whatNoEndpointTakesWaitsForOneThatDoes() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin gone = Origin.saying("gone");
                Origin fresh = Origin.answering(request -> Origin.ok("took " + request.body()))) {
            gone.close();
            serve(world, HOLD, gone);
            Wire client = world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 4\r\n\r\nbody");
            eventually("it was tried again", () -> world.edge.totals().upstreamConnectFailures() > 2);
            serve(world, HOLD, fresh);
            assertThat(client.reply().body()).isEqualTo("took body");
            assertThat(fresh.seen).hasSize(1);
        }
    }

    @Test
    void anEndpointThatListensAgainIsFoundWithoutAChange() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin gone = Origin.saying("gone")) {
            gone.close();
            serve(world, HOLD, gone);
            Wire first = world.client().get("acme.test", "/");
            Wire second = world.client().get("acme.test", "/");
            eventually("it was tried again", () -> world.edge.totals().upstreamConnectFailures() > 2);
            try (Origin back = Origin.at(gone.port(), "back")) {
                assertThat(first.reply().body()).isEqualTo("back");
                assertThat(second.reply().body()).isEqualTo("back");
                assertThat(back.connections).hasPositiveValue();
            }
        }
    }

    @Test
    void whatNobodyTakesInTimeIsToldSo() throws Exception {
        Hold once = new Hold(100, 1 << 20, Duration.ofMillis(300), 1000);
        try (EdgeWorld world = new EdgeWorld();
                Origin gone = Origin.saying("gone")) {
            gone.close();
            serve(world, once, gone);
            Wire client = world.client().get("acme.test", "/");
            assertThat(client.reply().body()).contains("unreachable");
            assertThat(client.get("acme.test", "/").reply().status()).isEqualTo(503);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    @Test
    void aStreamWaitsWhileOthersOfItsConnectionGoOn() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true));
                Origin origin = Origin.answering(request -> Origin.ok("took " + request.body()));
                Origin other = Origin.saying("globex");
                FrameWire client = FrameWire.to(world.edge.port())) {
            hold(world, HOLD);
            world.routes.put(globex(EdgeWorld.GLOBEX_HOST, other.port()));
            client.post(1, "acme.test", "/").data(1, "body", true);
            client.get(3, "acme.test", "/left");
            assertThat(client.get(5, "globex.test", "/").answer(5)).isEqualTo("200 globex");
            assertThat(client.given(1)).as("its window is not given back").isZero();
            client.number(Frame.RST_STREAM, 3, 8);
            eventually("the third is gone", () -> world.edge.totals().requestsOpen() == 1);

            serve(world, HOLD, origin);
            assertThat(client.answer(1)).isEqualTo("200 took body");
            assertThat(origin.seen).hasSize(1);
        }
    }

    @Test
    void aStreamThatGrowsBeyondTheRoomIsAnswered() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true));
                FrameWire client = FrameWire.to(world.edge.port())) {
            hold(world, new Hold(10, 10, Duration.ofMinutes(5), 1000));
            client.post(1, "acme.test", "/").data(1, "12345", false).data(1, "1234567", false);
            assertThat(client.answer(1)).startsWith("503 ");
        }
    }

    private static boolean reads(Wire client) throws IOException {
        try {
            return client.in.read() >= 0;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    private static void hold(EdgeWorld world, Hold bounds) {
        world.routes.put(route(ACME_HOST, AWAY).withRules(RouteRules.standard().withHold(bounds)));
    }

    private static void serve(EdgeWorld world, Hold bounds, Origin origin) {
        Availability back = new Availability.Serving(List.of(endpoint(ACME, 1, origin.port(), "lo")));
        world.routes.put(route(ACME_HOST, back).withRules(RouteRules.standard().withHold(bounds)));
    }
}
