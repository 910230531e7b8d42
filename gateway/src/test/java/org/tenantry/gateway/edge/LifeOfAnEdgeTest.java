package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Ids;

class LifeOfAnEdgeTest {
    private static final String HOST = "acme.test";

    @TempDir
    Path folder;

    @Test
    void writesALineForEachRequest() throws Exception {
        Path log = folder.resolve("access.log");
        try (EdgeWorld world =
                        new EdgeWorld(settings -> settings.withEventLoops(1).withAccessLog(log));
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);
            Wire client = world.client();
            client.send("POST /a?token=secret HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 3\r\n\r\nabc")
                    .reply();
            world.get("nobody.test", "/b");
            world.client().send("nonsense\r\n\r\n").reply();
        }

        List<JsonNode> lines = lines(log);
        assertThat(lines).hasSize(3);
        JsonNode relayed = lines.getFirst();
        assertThat(relayed.path("tenant").asText()).isEqualTo("t-acmeacmeacme");
        assertThat(relayed.path("instance").asText()).isEqualTo("i-acmeacmeacme");
        assertThat(relayed.path("path").asText()).isEqualTo("/a");
        assertThat(relayed.path("upstream").asText()).contains("127.0.0.1");
        assertThat(relayed.path("status").asInt()).isEqualTo(200);
        assertThat(relayed.path("bytesIn").asInt()).isEqualTo(3);
        assertThat(relayed.path("bytesOut").asInt()).isEqualTo(5);
        assertThat(relayed.has("why")).isFalse();
        assertThat(lines.get(1).path("why").asText()).isEqualTo("unknown-host");
        assertThat(lines.get(2).path("status").asInt()).isEqualTo(400);
        assertThat(Files.readString(log)).doesNotContain("secret");
    }

    private static List<JsonNode> lines(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> Json.read(Json.open(), line, JsonNode.class))
                .toList();
    }

    @Test
    void countsWhatGoesToAnInstanceAcrossChangesOfItsRoute() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);
            world.get(HOST, "/");
            world.routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
            world.acme(origin);
            Wire client = world.client();
            client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 3\r\n\r\nabc")
                    .reply();
            world.get("nobody.test", "/");

            EdgeWorld.eventually("nothing is open", () -> traffic(world).openStreams() == 0);
            assertThat(traffic(world).requests()).isEqualTo(2);
            assertThat(traffic(world).bytesIn()).isEqualTo(3);
            assertThat(traffic(world).bytesOut()).isEqualTo(10);
            assertThat(traffic(world).lastActivity()).isPresent();
            assertThat(world.edge.totals().requests()).isEqualTo(3);
            assertThat(world.edge.totals().answeredHere()).isEqualTo(1);
            assertThat(world.edge.totals().requestsOpen()).isZero();
        }
    }

    private static RouteTraffic traffic(EdgeWorld world) {
        return world.routes.traffic(EdgeWorld.ACME);
    }

    @Test
    void closesOnClientsThatAreTooSlow() throws Exception {
        try (EdgeWorld world = new EdgeWorld(quick());
                Origin origin = Origin.saying("hello")) {
            world.acme(origin);

            assertThat(world.client().isEnded()).isTrue();
            Wire head = world.client().send("GET / HTTP/1.1\r\nHost: ");
            assertThat(head.reply().status()).isEqualTo(408);
            Wire between = world.client().get(HOST, "/");
            assertThat(between.reply().status()).isEqualTo(200);
            assertThat(between.isEnded()).isTrue();
            Wire body = world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 3\r\n\r\na");
            assertThat(body.reply().status()).isEqualTo(408);
            assertThat(body.isEnded()).isTrue();
        }
    }

    @Test
    void letsAStreamBeSilentLongerThanAnyOtherBound() throws Exception {
        CountDownLatch others = new CountDownLatch(1);
        try (EdgeWorld world = new EdgeWorld(quick());
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                    try {
                        others.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    wire.send("4\r\nlast\r\n0\r\n\r\n");
                })) {
            world.acme(origin);
            Wire stream = world.client().get(HOST, "/");
            stream.head();
            assertThat(stream.chunk()).isEqualTo("first");

            for (int i = 0; i < 3; i++) {
                assertThat(world.client().isEnded()).isTrue();
            }
            others.countDown();

            assertThat(stream.chunk()).isEqualTo("last");
        }
    }

    private static UnaryOperator<EdgeSettings> quick() {
        Duration bound = Duration.ofMillis(100);
        Duration connect = Duration.ofSeconds(5);
        return settings ->
                settings.withTimeouts(new EdgeSettings.Timeouts(bound, bound, bound, bound, connect, connect, bound));
    }

    @Test
    void drainsWhatIsInFlightAndNothingElse() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    wire.send(Origin.ok("late"));
                })) {
            world.acme(origin);
            Wire idle = world.client();
            idle.get("nobody.test", "/").reply();
            Wire busy = world.client().get(HOST, "/");
            asked.await();

            Thread drain = Thread.ofVirtual().start(() -> world.edge.drain(Duration.ofSeconds(30)));

            assertThat(idle.isEnded()).isTrue();
            answer.countDown();
            Reply reply = busy.reply();
            assertThat(reply.body()).isEqualTo("late");
            assertThat(reply.field("connection")).hasValue("close");
            assertThat(busy.isEnded()).isTrue();
            drain.join();
            assertThatThrownBy(() -> Wire.to(world.edge.port())).isInstanceOf(Exception.class);
        }
    }

    @Test
    void cutsWhatOutlastsTheDrainsBound() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.isEnded();
                })) {
            world.acme(origin);
            Wire client = world.client().get(HOST, "/");
            EdgeWorld.eventually("the request arrives", () -> origin.connections.get() == 1);

            world.edge.drain(Duration.ofMillis(50));

            assertThat(client.isEnded()).isTrue();
            EdgeWorld.eventually("the instance is told", () -> origin.ended.get() == 1);
        }
    }

    @Test
    void namesThePortThatSomebodyElseHas() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            EdgeSettings taken = EdgeSettings.on("127.0.0.1", world.edge.port());

            assertThatThrownBy(() -> Edge.start(taken, new RouteTable(), Clock.systemUTC(), new Ids(new Random(1))))
                    .isInstanceOf(TenantryException.class)
                    .hasMessageContaining("127.0.0.1:" + world.edge.port());
        }
    }
}
