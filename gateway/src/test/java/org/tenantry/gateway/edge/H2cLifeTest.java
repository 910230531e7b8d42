package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests to instances that speak HTTP/2 end before their time, and how their connections do. */
class H2cLifeTest {
    private static final String HOST = "acme.test";

    private static EdgeWorld world() {
        return new EdgeWorld(settings -> settings.withH2c(true).withEventLoops(1));
    }

    private static void goAway(FrameWire peer, int last) throws IOException {
        peer.send(Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, (byte) last, 0, 0, 0, 0});
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    // Cancelling.

    @Test
    void tellsTheInstanceAtOnceThatAClientHasLeft() throws Exception {
        BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.respond(peer.asked(), false).data(1, "endless", false);
                    peer.respond(peer.asked(), false).data(3, "endless", false);
                    seen.add(peer.await(frame -> frame.type() == Frame.RST_STREAM));
                    seen.add(peer.await(frame -> frame.type() == Frame.RST_STREAM));
                    peer.respond(peer.askedWhole(), true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.post(1, HOST, "/").await(Frame.DATA, 1);
            Wire old = world.client().get(HOST, "/");
            old.head();
            assertThat(old.chunk()).isEqualTo("endless");

            client.number(Frame.RST_STREAM, 1, Frame.CANCEL);
            Frame first = H2cTest.taken(seen);
            old.close();
            Frame second = H2cTest.taken(seen);

            assertThat(first.stream()).isEqualTo(1);
            assertThat(first.number(0)).isEqualTo(Frame.CANCEL);
            assertThat(second.stream()).isEqualTo(3);
            // And the connection goes on.
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ");
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void tellsTheClientAtOnceThatTheInstanceGivesUp() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = H2cTest.answering((peer, stream) -> {
                    if (String.valueOf(peer.fields(stream).path()).equals("/begun")) {
                        peer.respond(stream, false).data(stream, "part", false);
                    }
                    peer.number(Frame.RST_STREAM, stream, Frame.CANCEL);
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            Wire old = world.client().get(HOST, "/begun");

            assertThat(client.get(1, HOST, "/begun").answer(1)).isEqualTo("reset " + Frame.INTERNAL_ERROR);
            assertThat(client.get(3, HOST, "/never").answer(3)).startsWith("502");
            old.head();
            assertThat(old.chunk()).isEqualTo("part");
            assertThat(old.isEnded()).isTrue();
            assertThat(world.get(HOST, "/never").status()).isEqualTo(502);
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void endsEveryRequestOfAConnectionThatIsLost() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    if (number == 1) {
                        peer.respond(peer.askedWhole(), false).data(1, "part", false);
                        peer.askedWhole();
                        wire.reset();
                    } else {
                        peer.respond(peer.askedWhole(), true);
                        wire.isEnded();
                    }
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.get(1, HOST, "/begun").await(Frame.DATA, 1);
            client.post(3, HOST, "/").data(3, "x", true);

            Set<String> answers =
                    new HashSet<>(Set.of(client.answer(1), client.answer(3).substring(0, 3)));

            assertThat(answers).containsExactlyInAnyOrder("reset " + Frame.INTERNAL_ERROR, "502");
            assertThat(client.get(5, HOST, "/").answer(5)).isEqualTo("200 ");
        }
    }

    // Asking again.

    @Test
    void asksAgainWhatTheInstanceHasRefusedToLookAt() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.asked();
                    if (number == 1) {
                        peer.number(Frame.RST_STREAM, stream, Frame.REFUSED_STREAM);
                    } else {
                        peer.askedWhole();
                        peer.respond(stream, false).data(stream, "from " + number, true);
                    }
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            // May not be sent twice, and hasn't been; what comes of its body waits.
            client.post(1, HOST, "/");
            EdgeWorld.eventually("it is asked again", () -> world.edge.totals().retries() == 1);

            assertThat(client.data(1, "body", true).answer(1)).isEqualTo("200 from 2");
        }
    }

    @Test
    void asksNothingAgainOfWhichABodyWasSent() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.number(Frame.RST_STREAM, peer.askedWhole(), Frame.REFUSED_STREAM);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.post(1, HOST, "/").data(1, "body", true).answer(1))
                    .startsWith("502");
            assertThat(client.post(3, HOST, "/").data(3, "", true).answer(3)).startsWith("502");
            assertThat(world.edge.totals().retries()).isZero();
        }
    }

    @Test
    void asksAgainOnceOnly() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.number(Frame.RST_STREAM, peer.askedWhole(), Frame.REFUSED_STREAM);
                    wire.isEnded();
                })) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").status()).isEqualTo(502);
            assertThat(origin.connections).hasValue(2);
        }
    }

    @Test
    void asksNothingAgainThatMayHaveBeenLookedAt() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = H2cTest.answering(
                        (peer, stream) -> peer.number(Frame.RST_STREAM, stream, Frame.INTERNAL_ERROR))) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").status()).isEqualTo(502);
            assertThat(world.edge.totals().retries()).isZero();
        }
    }

    @Test
    void asksAgainWhatAConnectionTookWithItThatHadBeenUsed() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.respond(peer.askedWhole(), false).data(1, "from " + number, true);
                    peer.askedWhole();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);

            assertThat(client.get(1, HOST, "/").answer(1)).isEqualTo("200 from 1");
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 from 2");
            assertThat(client.post(5, HOST, "/").data(5, "x", true).answer(5)).startsWith("502");
        }
    }

    // The instance leaves.

    @Test
    void letsGoOnWhatTheInstanceHasTakenAndAsksTheRestElsewhere() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    if (number > 1) {
                        peer.respond(peer.askedWhole(), false).data(1, "elsewhere", true);
                        peer.respond(peer.askedWhole(), false).data(3, "elsewhere", true);
                        wire.isEnded();
                        return;
                    }
                    peer.asked();
                    asked.countDown();
                    peer.asked();
                    goAway(peer, 1);
                    await(finish);
                    peer.askedWhole();
                    peer.respond(1, false).data(1, "here", true);
                    peer.await(Frame.GOAWAY, 0);
                    seen.add(wire.isEnded() ? "closed" : "open");
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.post(1, HOST, "/");
            await(asked);

            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 elsewhere");
            assertThat(client.get(5, HOST, "/").answer(5)).isEqualTo("200 elsewhere");
            finish.countDown();

            assertThat(client.data(1, "x", true).answer(1)).isEqualTo("200 here");
            assertThat(H2cTest.taken(seen)).isEqualTo("closed");
            assertThat(origin.connections).hasValue(2);
        }
    }

    @Test
    void leavesAConnectionThatRestsWhereTheInstanceSaysGoodbye() throws Exception {
        BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.respond(peer.askedWhole(), true);
                    goAway(peer, 1);
                    peer.await(Frame.GOAWAY, 0);
                    ended.add(wire.isEnded());
                })) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").status()).isEqualTo(200);
            assertThat(H2cTest.taken(ended)).isTrue();
            assertThat(world.get(HOST, "/").status()).isEqualTo(200);
            assertThat(origin.connections).hasValue(2);
        }
    }

    // The edge leaves.

    @Test
    void leavesAnEndpointThatIsGoneOnceItsRequestsAreOver() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin before = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    peer.respond(peer.askedWhole(), false).data(1, "part", false);
                    await(finish);
                    peer.data(1, " and rest", true);
                    peer.await(Frame.GOAWAY, 0);
                    ended.add(wire.isEnded());
                });
                Origin after = H2cTest.saying("after");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(before);
            client.get(1, HOST, "/").await(Frame.DATA, 1);

            world.calls(after);
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 after");
            finish.countDown();

            assertThat(client.answer(1)).isEqualTo("200  and rest");
            assertThat(H2cTest.taken(ended)).isTrue();
            assertThat(after.ended).hasValue(0);
            world.routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
            EdgeWorld.eventually("the one that rests is closed", () -> after.ended.get() == 1);
            EdgeWorld.eventually("none is counted", () -> world.edge.figures().upstreamOpen() == 0);
        }
    }

    @Test
    void closesAConnectionThatHasRestedLongEnough() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings ->
                        settings.withTimeouts(settings.timeouts().withUpstreamIdle(Duration.ofMillis(50))));
                Origin origin = H2cTest.saying("ok")) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").body()).isEqualTo("ok");

            EdgeWorld.eventually("it is closed", () -> origin.ended.get() == 1);
        }
    }

    @Test
    void waitsForNoGreetingWithoutEnd() throws Exception {
        try (EdgeWorld world = new EdgeWorld(
                        settings -> settings.withTimeouts(settings.timeouts().withConnect(Duration.ofMillis(100))));
                Origin origin = Origin.running((wire, number) -> wire.rest())) {
            world.calls(origin);

            assertThat(world.get(HOST, "/").status()).isEqualTo(503);
            EdgeWorld.eventually("it is closed", () -> origin.ended.get() == origin.connections.get());
        }
    }

    @Test
    void forgetsAClientThatLeavesWhileNoConnectionStands() throws Exception {
        CountDownLatch greet = new CountDownLatch(1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = world();
                Origin origin = Origin.running((wire, number) -> {
                    await(greet);
                    FrameWire peer = FrameWire.from(wire);
                    int stream = peer.askedWhole();
                    seen.add(String.valueOf(peer.fields(stream).path()));
                    peer.respond(stream, true);
                    wire.isEnded();
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            client.get(1, HOST, "/left").number(Frame.RST_STREAM, 1, Frame.CANCEL);
            client.get(3, HOST, "/stays");
            client.send(Frame.PING, 0, 0, new byte[8]).await(Frame.PING, 0);

            greet.countDown();

            assertThat(client.answer(3)).isEqualTo("200 ");
            assertThat(H2cTest.taken(seen)).isEqualTo("/stays");
        }
    }

    @Test
    void letsMessagesPauseForAsLongAsTheyLike() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (EdgeWorld world = new EdgeWorld(settings ->
                        settings.withH2c(true).withTimeouts(settings.timeouts().withBodyIdle(Duration.ofMillis(200))));
                Origin origin = Origin.running((wire, number) -> {
                    FrameWire peer = FrameWire.from(wire);
                    while (true) {
                        Frame frame = peer.await(Frame.DATA, 1);
                        seen.add(H2cTest.text(frame));
                        if (frame.ends()) {
                            peer.respond(1, true);
                        }
                    }
                });
                Origin plain = Origin.saying("never");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.calls(origin);
            world.routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, plain.port()));
            client.post(1, HOST, "/").data(1, "first", false);
            assertThat(H2cTest.taken(seen)).isEqualTo("first");

            // One that has begun later is over because it pauses.
            assertThat(client.post(3, "globex.test", "/").data(3, "x", false).answer(3))
                    .startsWith("408");

            assertThat(client.data(1, "last", true).answer(1)).isEqualTo("200 ");
            assertThat(H2cTest.taken(seen)).isEqualTo("last");
        }
    }

    // Several endpoints.

    @Test
    void leavesOutAnEndpointThatGivesUpAgainAndAgain() throws Exception {
        try (EdgeWorld world = world();
                Origin broken = H2cTest.answering(
                        (peer, stream) -> peer.number(Frame.RST_STREAM, stream, Frame.INTERNAL_ERROR));
                Origin sound = H2cTest.saying("sound")) {
            world.calls(broken, sound);
            int failures = 0;
            for (int i = 0; i < 100 && failures < 3; i++) {
                failures += world.get(HOST, "/").status() == 502 ? 1 : 0;
            }

            assertThat(failures).isEqualTo(3);
            for (int i = 0; i < 40; i++) {
                assertThat(world.get(HOST, "/").body()).isEqualTo("sound");
            }
        }
    }

    @Test
    void speaksWithEachEndpointAsThatDoes() throws Exception {
        try (EdgeWorld world = world();
                Origin old = Origin.saying("http/1.1");
                Origin fresh = H2cTest.saying("h2c")) {
            var first = EdgeWorld.endpoint(EdgeWorld.ACME, 1, old.port(), "lo");
            var second = EdgeWorld.h2c(EdgeWorld.endpoint(EdgeWorld.ACME, 2, fresh.port(), "lo"));
            world.routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Serving(List.of(first, second))));
            Set<String> answers = new HashSet<>();

            for (int i = 0; i < 40; i++) {
                Wire client = world.client();
                client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nab\r\n0\r\n\r\n");
                answers.add(client.reply().body());
            }

            assertThat(answers).containsExactlyInAnyOrder("http/1.1", "h2c");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverConnectsPastADeviceThatIsGone(boolean held) throws Exception {
        try (EdgeWorld world = world();
                Origin origin = H2cTest.saying("someone else")) {
            var gone = EdgeWorld.h2c(EdgeWorld.endpoint(EdgeWorld.ACME, 1, origin.port(), "tn-gone"));
            RouteRules rules = held
                    ? RouteRules.standard().withHold(new Hold(10, 1000, Duration.ofMillis(200), 100))
                    : EdgeWorld.hasty();
            world.routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Serving(List.of(gone)))
                    .withRules(rules));

            assertThat(world.get(HOST, "/").status()).isEqualTo(503);
            assertThat(origin.connections).hasValue(0);
        }
    }

    @Test
    void holdsRequestsForAnInstanceThatComesBack() throws Exception {
        try (EdgeWorld world = world();
                Origin origin = H2cTest.saying("back");
                FrameWire client = FrameWire.to(world.edge.port())) {
            Hold hold = new Hold(100, 1 << 20, Duration.ofMinutes(5), 1000);
            RouteRules rules = RouteRules.standard().withHold(hold);
            world.routes.put(
                    EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Holding(Availability.Reason.STARTING))
                            .withRules(rules));
            client.post(1, HOST, "/").data(1, "body", true);
            EdgeWorld.eventually("it waits", () -> world.edge.totals().requestsOpen() == 1);

            world.calls(origin);
            Route serving = world.routes.find(EdgeWorld.ACME_HOST).orElseThrow();
            world.routes.put(serving.withRules(rules));

            assertThat(client.answer(1)).isEqualTo("200 back");
        }
    }
}
