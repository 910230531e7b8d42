package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;

/** What the edge says of an endpoint that somebody wants to stop. */
class EdgeLoadTest {
    private static final String HOST = "acme.test";
    private static final String ACCEPTED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n";

    @Test
    void countsARequestUntilItsAnswerIsWhole() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.answering(request -> after(answer, Origin.ok("done")))) {
            world.acme(origin);
            Wire client = world.client().get(HOST, "/");
            EdgeWorld.eventually("it is under way", () -> load(world, origin).requests() == 1);

            world.routes.put(holding());

            assertThat(load(world, origin)).isEqualTo(new Load(false, 1, 0));
            answer.countDown();
            assertThat(client.reply().body()).isEqualTo("done");
            assertThat(load(world, origin)).isEqualTo(Load.NONE);
        }
    }

    @Test
    void countsAnUploadFromItsFirstByteOn() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("thanks")) {
            world.acme(origin);
            Wire client =
                    world.client().send("POST /up HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 10\r\n\r\n01234");

            EdgeWorld.eventually("it is under way", () -> load(world, origin).requests() == 1);

            assertThat(client.send("56789").reply().body()).isEqualTo("thanks");
            assertThat(load(world, origin)).isEqualTo(new Load(true, 0, 0));
        }
    }

    @Test
    void countsAnAnswerWithoutLengthAsAStreamOnceItHasLasted() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                    wire.exactly(1);
                })) {
            world.acme(origin);
            Wire client = world.client().get(HOST, "/events");
            client.head();

            assertThat(client.chunk()).isEqualTo("hello");
            assertThat(load(world, origin).requests() + load(world, origin).streams())
                    .isEqualTo(1);
            EdgeWorld.eventually("it is a stream", () -> load(world, origin).equals(new Load(true, 0, 1)));

            client.close();
            EdgeWorld.eventually("it is over", () -> load(world, origin).equals(new Load(true, 0, 0)));
        }
    }

    @Test
    void countsAWebSocketUntilItIsClosed() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    wire.send(ACCEPTED);
                    wire.isEnded();
                })) {
            world.acme(origin);
            Wire client = world.client()
                    .get(HOST, "/ws", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
            assertThat(client.head().orElseThrow().status()).isEqualTo(101);

            world.routes.put(holding());

            assertThat(load(world, origin)).isEqualTo(new Load(false, 0, 1));
            client.close();
            EdgeWorld.eventually("it is over", () -> load(world, origin).equals(Load.NONE));
        }
    }

    @Test
    void countsStreamsOfHttp2OneByOne() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> request.line().contains("/ws")
                        ? Http2WebSocketTest.accepted(request)
                        : after(answer, Origin.ok("done")));
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/one").get(3, HOST, "/two");
            Http2WebSocketTest.open(client, 5);

            EdgeWorld.eventually("all are under way", () -> load(world, origin).equals(new Load(true, 2, 1)));

            answer.countDown();
            assertThat(client.answer(1)).isEqualTo("200 done");
            assertThat(client.answer(3)).isEqualTo("200 done");
            assertThat(load(world, origin)).isEqualTo(new Load(true, 0, 1));
        }
    }

    @Test
    void sendsNobodyToAnotherEndpointOfARouteThatIsGone() throws Exception {
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withEventLoops(1));
                Origin leaving = Origin.saying("leaving");
                Origin silent = Origin.saying("silent");
                Origin next = Origin.saying("next")) {
            world.acme(leaving, silent);
            Endpoint unreachable = EdgeWorld.endpoint(EdgeWorld.ACME, 2, silent.port(), "no-such-device");
            Endpoint left = EdgeWorld.endpoint(EdgeWorld.ACME, 1, leaving.port(), "lo");
            Endpoint successor = EdgeWorld.endpoint(EdgeWorld.ACME, 3, next.port(), "lo");
            for (int i = 0; i < 50; i++) {
                world.routes.put(serving(left, unreachable));
                Wire client = world.client().get(HOST, "/");
                world.routes.put(serving(successor));
                long seen = leaving.seen.size();
                boolean quiet = load(world, left).equals(Load.NONE);

                assertThat(client.reply().status()).isEqualTo(200);
                assertThat(quiet && leaving.seen.size() > seen).isFalse();
            }
        }
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsAtNothingWhateverBecameOfTheRequests(int seed) throws Exception {
        Random random = new Random(seed);
        try (EdgeWorld world = new EdgeWorld();
                Origin one = moody(random.nextInt());
                Origin two = moody(random.nextInt())) {
            world.acme(EdgeWorld.hasty(), one, two);
            List<Wire> clients = new ArrayList<>();

            for (int i = 0; i < 60; i++) {
                Wire client = world.client();
                clients.add(client);
                ask(client, random);
                if (random.nextInt(4) == 0) {
                    leave(clients.remove(random.nextInt(clients.size())), random);
                }
            }
            for (Wire client : clients) {
                leave(client, random);
            }

            EdgeWorld.eventually("nothing is left", () -> load(world, one).equals(new Load(true, 0, 0)));
            EdgeWorld.eventually(
                    "nothing is left of the other",
                    () -> load(world, EdgeWorld.endpoint(EdgeWorld.ACME, 2, two.port(), "lo"))
                            .equals(new Load(true, 0, 0)));
        }
    }

    /** Answers, hangs, breaks off, streams or becomes a tunnel, as it likes. */
    private static Origin moody(int seed) throws Exception {
        Random random = new Random(seed);
        return Origin.running((wire, number) -> {
            while (wire.message(false).isPresent()) {
                switch (random.nextInt(6)) {
                    case 0 -> wire.send(Origin.ok("fine"));
                    case 1 -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
                    case 2 -> wire.reset();
                    case 3 -> wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
                    case 4 -> wire.send(ACCEPTED);
                    default -> wire.send("no HTTP at all\r\n\r\n");
                }
            }
        });
    }

    private static void ask(Wire client, Random random) throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> client.get(HOST, "/");
            case 1 -> client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 9\r\n\r\nhalf");
            case 2 -> client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
            default -> client.get(HOST, "/").get(HOST, "/pipelined");
        }
    }

    private static void leave(Wire client, Random random) throws Exception {
        if (random.nextBoolean()) {
            client.reset();
        } else {
            client.close();
        }
    }

    private static String after(CountDownLatch latch, String answer) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let it go");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Route serving(Endpoint... endpoints) {
        return EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Serving(List.of(endpoints)));
    }

    private static Route holding() {
        return EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Holding(Availability.Reason.STARTING));
    }

    private static Load load(EdgeWorld world, Origin origin) {
        return load(world, EdgeWorld.endpoint(EdgeWorld.ACME, 1, origin.port(), "lo"));
    }

    private static Load load(EdgeWorld world, Endpoint endpoint) {
        return world.edge.load(endpoint, List.of(EdgeWorld.ACME_HOST)).join();
    }
}
