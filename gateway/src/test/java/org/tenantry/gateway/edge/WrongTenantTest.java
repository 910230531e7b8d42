package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first thing that must hold: no request ever reaches another tenant's container. */
class WrongTenantTest {
    private static final int ASKERS = 6;
    private static final int REQUESTS = 150;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverAnswersFromAnotherTenantWhileRoutesChange(long seed) throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger right = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (EdgeWorld world = Http2Test.world();
                Origin acme = stamped("acme");
                Origin acmeToo = stamped("acme");
                Origin globex = stamped("globex");
                Origin globexToo = stamped("globex")) {
            Thread swapper = Thread.ofPlatform().start(() -> {
                Random random = new Random(seed);
                while (!over.get()) {
                    swap(world, random, List.of(acme, acmeToo), List.of(globex, globexToo));
                    Thread.onSpinWait();
                }
            });
            List<Thread> askers = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                long own = seed * 100 + i;
                Runnable asker = i % 2 == 0
                        ? () -> ask(world, new Random(own), wrong, right)
                        : () -> askByStreams(world, new Random(own), wrong, right);
                askers.add(Thread.ofVirtual().start(asker));
            }
            for (Thread asker : askers) {
                asker.join();
            }
            over.set(true);
            swapper.join();
        }

        assertThat(wrong).as("seed " + seed).isEmpty();
        assertThat(right).as("seed " + seed).hasPositiveValue();
    }

    private static Origin stamped(String tenant) throws Exception {
        return Origin.answering(request -> {
            String asked = request.field("host").orElse("");
            return Origin.ok(tenant + " asked for " + asked + request.line().split(" ")[1]);
        });
    }

    private static void swap(EdgeWorld world, Random random, List<Origin> acme, List<Origin> globex) {
        int port = acme.get(random.nextInt(2)).port();
        switch (random.nextInt(6)) {
            case 0 -> world.routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
            case 1 ->
                world.routes.put(
                        EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Away(Availability.Reason.STARTING)));
            case 2 ->
                world.routes.put(
                        EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Holding(Availability.Reason.STARTING)));
            case 3 ->
                world.routes.put(EdgeWorld.globex(
                        EdgeWorld.GLOBEX_HOST, globex.get(random.nextInt(2)).port()));
            default ->
                world.routes.put(EdgeWorld.route(
                        EdgeWorld.ACME_HOST,
                        new Availability.Serving(List.of(EdgeWorld.endpoint(EdgeWorld.ACME, 1, port, "lo")))));
        }
    }

    private static void ask(EdgeWorld world, Random random, Queue<String> wrong, AtomicInteger right) {
        try (Wire wire = Wire.to(world.edge.port())) {
            for (int i = 0; i < REQUESTS; i++) {
                String tenant = random.nextBoolean() ? "acme" : "globex";
                Reply reply = wire.get(tenant + ".test", "/" + i).reply();
                String expected = tenant + " asked for " + tenant + ".test/" + i;
                if (reply.status() == 200 && reply.body().equals(expected)) {
                    right.incrementAndGet();
                } else if (reply.status() == 200) {
                    wrong.add(reply.body() + " instead of " + expected);
                } else if (reply.status() != 421 && reply.status() != 503) {
                    wrong.add("status " + reply.status());
                }
            }
        } catch (Exception e) {
            wrong.add(e.toString());
        }
    }

    /** The same over one connection for both tenants, as browsers do it. */
    private static void askByStreams(EdgeWorld world, Random random, Queue<String> wrong, AtomicInteger right) {
        try (FrameWire client = FrameWire.to(world.edge.port())) {
            for (int stream = 1; stream < 2 * REQUESTS; stream += 2) {
                String tenant = random.nextBoolean() ? "acme" : "globex";
                client.get(stream, tenant + ".test", "/" + stream);
                judge(client.answer(stream), tenant, stream, wrong, right);
            }
        } catch (Exception e) {
            wrong.add(e.toString());
        }
    }

    private static void judge(String answer, String tenant, int path, Queue<String> wrong, AtomicInteger right) {
        String expected = "200 " + tenant + " asked for " + tenant + ".test/" + path;
        if (answer.equals(expected)) {
            right.incrementAndGet();
        } else if (!answer.startsWith("421") && !answer.startsWith("503")) {
            wrong.add(answer + " instead of " + expected);
        }
    }
}
