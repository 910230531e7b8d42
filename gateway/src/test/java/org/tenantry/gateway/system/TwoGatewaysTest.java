package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two gateways on PostgreSQL: any of them answers anything, and when the leader is killed the other goes on. */
@Tag("system")
@Tag("docker")
@Tag("postgres")
final class TwoGatewaysTest {
    @Test
    void whenTheLeaderIsKilledTheOtherGoesOn() throws InterruptedException {
        try (TwoGateways both = TwoGateways.running()) {
            GatewayProgram leader = both.leader();
            GatewayProgram other = both.other(leader);
            leader.api().post("/templates", hello());
            other.api().post("/tenants", Map.of("name", "acme"));
            // Ordered at the one that doesn't lead.
            String first = created(both, other, "first");
            both.await(
                    "both edges serve it",
                    () -> both.gateways().stream()
                            .allMatch(one -> one.page("first.localhost", "/identity")
                                    .body()
                                    .contains(first)));
            Engine.Container container = both.engine().only(first).orElseThrow();

            Visitor visitor = Visitor.of(other, "first.localhost", first);
            leader.kill();
            both.await("the other leads", () -> both.leads(other));
            both.await(
                    "the agent has a session there",
                    () -> other.api().get("/nodes").at("/items/0/connected").equals("true"));
            String second = created(both, other, "second");
            visitor.leave();

            assertThat(visitor.failures()).isEmpty();
            assertThat(visitor.visits()).isPositive();
            both.await(
                    "its edge serves the new one",
                    () -> other.page("second.localhost", "/identity").body().contains(second));
            assertThat(both.engine().containers(first)).containsExactly(container);

            leader.start();
            leader.awaitReady(both::logs);
            both.await(
                    "it serves both again",
                    () -> leader.page("first.localhost", "/identity").body().contains(first)
                            && leader.page("second.localhost", "/identity")
                                    .body()
                                    .contains(second));
            String removal = leader.api().delete("/instances/" + second).at("/operation/id");
            assertThat(both.ended(leader, removal).path("state").asText()).isEqualTo("succeeded");
            assertThat(both.engine().thingsOf(second)).isEmpty();
            both.await(
                    "no edge serves it",
                    () -> both.gateways().stream()
                            .allMatch(one -> one.page("second.localhost", "/").status() == 421));
        }
    }

    private static Map<String, String> hello() {
        return Map.of(
                "manifest",
                Samples.hello().manifest(),
                "compose",
                Samples.hello().compose());
    }

    private static String created(TwoGateways both, GatewayProgram at, String name) {
        AdminApi.Reply ordered = at.api().order(name, "acme", "hello");
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
        assertThat(both.ended(at, ordered.at("/operation/id")).path("state").asText())
                .isEqualTo("succeeded");
        return ordered.at("/instance/id");
    }

    /** Asks for a page again and again, and remembers every visit that did not get it. */
    private static final class Visitor {
        private final AtomicBoolean leaves = new AtomicBoolean();
        private final AtomicInteger visits = new AtomicInteger();
        private final AtomicReference<String> failures = new AtomicReference<>("");
        private final Thread thread;

        private Visitor(GatewayProgram edge, String host, String instance) {
            thread = Thread.ofPlatform().daemon().name("visitor").unstarted(() -> {
                while (!leaves.get()) {
                    Http.Answer answer = edge.page(host, "/identity");
                    visits.incrementAndGet();
                    if (answer.status() != 200 || !answer.body().contains(instance)) {
                        failures.accumulateAndGet(answer + "\n", String::concat);
                    }
                    LockSupport.parkNanos(20_000_000);
                }
            });
        }

        static Visitor of(GatewayProgram edge, String host, String instance) {
            Visitor visitor = new Visitor(edge, host, instance);
            visitor.thread.start();
            return visitor;
        }

        void leave() throws InterruptedException {
            leaves.set(true);
            thread.join();
        }

        String failures() {
            return failures.get();
        }

        int visits() {
            return visits.get();
        }
    }
}
