package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.FakeEngine.Moment;
import org.tenantry.agent.runtime.Waiting;

/** The agent dies at every single call that it makes of its engine, before or after the engine did it. */
class KilledAgentTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void endsWhatItsPredecessorCreated() {
        atEveryCall(name -> {}, name -> fleet.create(name, FleetTemplates.PAIR), fleet::isUp);
    }

    @Test
    void endsWhatItsPredecessorChanged() {
        Shop.open(fleet);
        atEveryCall(
                name -> assertThat(fleet.ended(fleet.create(name, "shop@1.0"))).isEqualTo("succeeded"),
                name -> fleet.change(name, Map.of("template", "shop@1.1")),
                fleet::isUp);
    }

    @Test
    void endsWhatItsPredecessorStopped() {
        atEveryCall(this::created, fleet::stop, fleet::isAtRest);
    }

    @Test
    void endsWhatItsPredecessorStarted() {
        atEveryCall(this::rests, fleet::start, fleet::isUp);
    }

    @Test
    void endsWhatItsPredecessorRemoved() {
        atEveryCall(this::created, fleet::remove, name -> fleet.isEmpty());
    }

    /** First without a kill, to count the calls; then once for each of them and each moment in it. */
    private void atEveryCall(
            Consumer<String> prepare, Function<String, String> order, Function<String, Boolean> asOrdered) {
        prepare.accept("counted");
        int before = fleet.node().engine.calls().size();
        assertThat(fleet.ended(order.apply("counted"))).isEqualTo("succeeded");
        int calls = fleet.node().engine.calls().size() - before;
        leave("counted");
        assertThat(calls).isGreaterThan(1);
        for (int call = 1; call <= calls; call++) {
            for (Moment moment : Moment.values()) {
                String name = "killed-" + moment.name().toLowerCase(Locale.ROOT) + "-" + call;
                prepare.accept(name);
                fleet.node().engine.killAt(call, moment);
                killed(name, order.apply(name), asOrdered);
            }
        }
    }

    private void killed(String name, String operation, Function<String, Boolean> asOrdered) {
        Waiting.until(
                name + ": the agent is killed, or the operation ends before",
                () -> fleet.node().isKilled() || fleet.hasEnded(operation));
        fleet.node().engine.neverMind();
        fleet.node().start();

        assertThat(fleet.ended(operation)).as(name).isEqualTo("succeeded");
        Waiting.until(name + ": as ordered, nothing doubled or left over", () -> asOrdered.apply(name));
        leave(name);
    }

    private void created(String name) {
        assertThat(fleet.ended(fleet.create(name, FleetTemplates.PAIR)))
                .as(name)
                .isEqualTo("succeeded");
    }

    private void rests(String name) {
        created(name);
        assertThat(fleet.ended(fleet.stop(name))).as(name).isEqualTo("succeeded");
    }

    private void leave(String name) {
        if (fleet.client().get("/instances/" + name).status() == 200) {
            assertThat(fleet.ended(fleet.remove(name))).as(name).isEqualTo("succeeded");
        }
        assertThat(fleet.isEmpty()).as(name + ": nothing is left over").isTrue();
    }
}
