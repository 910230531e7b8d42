package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    private static final String HOST = "acme.test";

    @Test
    void asksAllEndpoints() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin one = Origin.saying("one");
                Origin two = Origin.saying("two")) {
            world.acme(one, two);
            Set<String> answers = new HashSet<>();

            for (int i = 0; i < 40; i++) {
                answers.add(world.get(HOST, "/").body());
            }

            assertThat(answers).containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void asksTheEndpointThatHasLessToDo() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin slow = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.message(false);
                });
                Origin quick = Origin.saying("quick")) {
            world.acme(slow, quick);
            while (slow.connections.get() == 0) {
                Wire client = world.client().get(HOST, "/");
                EdgeWorld.eventually("it is taken", () -> slow.connections.get() == 1 || isAnswered(client));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(world.get(HOST, "/").body()).isEqualTo("quick");
            }
        }
    }

    private static boolean isAnswered(Wire client) {
        try {
            return client.in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void leavesOutAnEndpointThatFailsAgainAndAgain() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin broken = Origin.running((wire, number) -> wire.message(false));
                Origin sound = Origin.saying("sound")) {
            world.acme(broken, sound);
            int failures = 0;
            for (int i = 0; i < 100 && failures < 3; i++) {
                failures += world.get(HOST, "/").status() == 502 ? 1 : 0;
            }

            assertThat(failures).isEqualTo(3);
            for (int i = 0; i < 40; i++) {
                assertThat(world.get(HOST, "/").body()).isEqualTo("sound");
            }
            assertThat(broken.connections).hasValue(3);
        }
    }

    @Test
    void asksAnotherEndpointWhereOneTakesNoConnection() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin gone = Origin.saying("gone");
                Origin there = Origin.saying("there")) {
            world.acme(gone, there);
            gone.close();

            for (int i = 0; i < 6; i++) {
                assertThat(world.get(HOST, "/").body()).isEqualTo("there");
            }
            assertThat(world.edge.totals().upstreamConnectFailures()).isPositive();
        }
    }

    @Test
    void saysWhenToComeAgainWhereNoEndpointTakesAConnection() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin gone = Origin.saying("gone")) {
            world.acme(EdgeWorld.hasty(), gone);
            gone.close();

            Reply reply = world.get(HOST, "/system/autoupdate");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("retry-after")).isPresent();
            assertThat(reply.field("content-type")).hasValue("application/problem+json");
        }
    }

    @Test
    void neverConnectsPastADeviceThatIsGone() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("someone else")) {
            var endpoint = EdgeWorld.endpoint(EdgeWorld.ACME, 1, origin.port(), "tn-gone");
            world.routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Serving(List.of(endpoint)))
                    .withRules(EdgeWorld.hasty()));

            assertThat(world.get(HOST, "/").status()).isEqualTo(503);
            assertThat(origin.connections).hasValue(0);
        }
    }

    @Test
    void sendsARequestAgainWhenItsRestedConnectionHadBeenClosed() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(Origin.ok("from " + number));
                    wire.message(false);
                })) {
            world.acme(origin);
            Wire client = world.client();

            assertThat(client.get(HOST, "/").reply().body()).isEqualTo("from 1");
            assertThat(client.get(HOST, "/").reply().body()).isEqualTo("from 2");
            assertThat(world.edge.totals().retries()).isEqualTo(1);
        }
    }

    @Test
    void sendsNothingTwiceThatMustNotHappenTwice() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(Origin.ok("from " + number));
                    wire.message(false);
                })) {
            world.acme(origin);
            Wire client = world.client();

            assertThat(client.get(HOST, "/").reply().status()).isEqualTo(200);
            client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 1\r\n\r\nx");

            assertThat(client.reply().status()).isEqualTo(502);
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void sendsNothingTwiceThatWasBegunToBeAnswered() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(Origin.ok("from " + number));
                    wire.message(false);
                    wire.send("HTTP/1.1 2");
                })) {
            world.acme(origin);
            Wire client = world.client();
            client.get(HOST, "/").reply();

            assertThat(client.get(HOST, "/").reply().status()).isEqualTo(502);
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void givesUpAfterOneRepetition() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    if (number == 1) {
                        wire.send(Origin.ok(""));
                        wire.message(false);
                    }
                })) {
            world.acme(origin);
            Wire client = world.client();
            client.get(HOST, "/").reply();

            assertThat(client.get(HOST, "/").reply().status()).isEqualTo(502);
            assertThat(origin.connections).hasValue(2);
        }
    }

    @Test
    void closesRestingConnectionsToEndpointsThatAreGone() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin before = Origin.saying("before");
                Origin after = Origin.saying("after")) {
            world.acme(before);
            Wire client = world.client();
            client.get(HOST, "/").reply();
            assertThat(before.ended).hasValue(0);

            world.acme(after);

            EdgeWorld.eventually("the old connection is closed", () -> before.ended.get() == 1);
            assertThat(client.get(HOST, "/").reply().body()).isEqualTo("after");

            world.routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
            EdgeWorld.eventually("the new one too", () -> after.ended.get() == 1);
            assertThat(client.get(HOST, "/").reply().status()).isEqualTo(421);
        }
    }

    @Test
    void trustsNoConnectionThatSaidMoreThanItWasAsked() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(Origin.ok("mine") + Origin.ok("poison"));
                    wire.message(false);
                })) {
            world.acme(origin);

            for (int i = 0; i < 5; i++) {
                assertThat(world.get(HOST, "/").body()).isEqualTo("mine");
            }
            assertThat(origin.connections).hasValue(5);
        }
    }

    @Test
    void restsNoConnectionLongerThanTheInstanceKeepsIt() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin origin = Origin.answering(
                        request -> "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nContent-Length: 0\r\n\r\n")) {
            world.acme(origin);
            Wire client = world.client();

            for (int i = 0; i < 3; i++) {
                assertThat(client.get(HOST, "/").reply().status()).isEqualTo(200);
            }

            assertThat(origin.connections).hasValue(3);
        }
    }
}
