package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.agent.runtime.Act;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaState;

/** Whatever happened before, an instance comes to its goal, with nothing doubled and nothing left over. */
class ConvergenceTest {
    private static final List<String> VERBS = List.of(
            "ensureImage", "createNetwork", "createVolume", "create", "start", "stop", "remove", "removeNetwork");

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 300);
    }

    static IntStream calls() {
        return IntStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void comesToItsGoalAfterAnyHistory(int seed) {
        Random random = new Random(seed);
        Simulation simulation = simulation();

        for (int i = 0; i < 30; i++) {
            disturb(simulation, random);
            simulation.pass(random);
            simulation.clock.forward(Duration.ofMillis(random.nextInt(20_000)));
        }
        simulation.engine.away(false);
        int replicas = 1 + random.nextInt(3);
        Assignment assignment = Samples.stack(Goal.RUNNING, 1000, replicas);
        simulation.wish(new Wish.Follow(assignment));
        Decision decision = simulation.settle();

        assertRuns(simulation, assignment, decision);
    }

    @ParameterizedTest(name = "killed at call {0}")
    @MethodSource("calls")
    void goesOnAfterBeingKilledAtAnyMoment(int call) {
        for (FakeEngine.Moment moment : FakeEngine.Moment.values()) {
            Simulation simulation = simulation();
            Assignment assignment = Samples.stack(Goal.RUNNING, 1, 2);
            simulation.wish(new Wish.Follow(assignment));

            simulation.engine.killAt(call, moment);
            settleDespiteOneKill(simulation);

            assertRuns(simulation, assignment, simulation.settle());
            assertThat(simulation.engine.calls().stream()
                            .filter(made -> made.startsWith("stop") || made.startsWith("remove"))
                            .toList())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("calls")
    void removesEverythingOfItAfterBeingKilledAtAnyMoment(int call) {
        for (FakeEngine.Moment moment : FakeEngine.Moment.values()) {
            Simulation simulation = simulation();
            simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 2)));
            simulation.settle();

            simulation.wish(new Wish.Remove(Samples.TERM, 2));
            simulation.engine.killAt(call, moment);
            settleDespiteOneKill(simulation);

            assertThat(simulation.settle().gone()).isTrue();
            assertThat(simulation.runtime.inventory().isEmpty()).isTrue();
        }
    }

    private static Simulation simulation() {
        Simulation simulation = new Simulation();
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0, "migrated"));
        simulation.engine.acts(Samples.DB, start -> Act.runs("ready"));
        simulation.engine.acts(Samples.WEB, start -> Act.runs("listening"));
        return simulation;
    }

    private static void settleDespiteOneKill(Simulation simulation) {
        try {
            simulation.settle();
        } catch (FakeEngine.Killed killed) {
            simulation.restart();
        }
    }

    private static void disturb(Simulation simulation, Random random) {
        switch (random.nextInt(9)) {
            case 0 ->
                simulation.wish(
                        new Wish.Follow(Samples.stack(Goal.RUNNING, random.nextInt(900), 1 + random.nextInt(3))));
            case 1 -> simulation.wish(new Wish.Follow(Samples.stack(Goal.STOPPED, random.nextInt(900), 1)));
            case 2 -> simulation.wish(new Wish.Aside(Samples.TERM, 1, Optional.empty()));
            case 3 ->
                simulation.wish(new Wish.Follow(Samples.stack(
                        Goal.RUNNING,
                        random.nextInt(900),
                        List.of(Samples.db(2), Samples.migrate(), Samples.web(3, 2)))));
            case 4 ->
                simulation.engine.failNext(
                        VERBS.get(random.nextInt(VERBS.size())),
                        TenantryException.of(
                                random.nextBoolean() ? ErrorCode.UNAVAILABLE : ErrorCode.CONFLICT, "scripted"));
            case 5 -> anyContainer(simulation, random).ifPresent(one -> simulation.engine.removeByHand(one.id()));
            case 6 ->
                anyContainer(simulation, random)
                        .filter(Situation::isUp)
                        .ifPresent(one -> simulation.engine.exit(one.id(), random.nextInt(2)));
            case 7 -> simulation.engine.away(random.nextInt(3) == 0);
            case 8 -> simulation.restart();
            default -> throw new AssertionError("no such disturbance");
        }
    }

    private static Optional<HeldContainer> anyContainer(Simulation simulation, Random random) {
        try {
            List<HeldContainer> all = simulation.runtime.inventory().containers();
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
        } catch (TenantryException away) {
            return Optional.empty();
        }
    }

    private static void assertRuns(Simulation simulation, Assignment assignment, Decision decision) {
        Inventory there = simulation.runtime.inventory();
        Set<ReplicaKey> wanted = Situation.replicas(assignment).keySet();
        assertThat(there.containers().stream().map(HeldContainer::replica)).containsExactlyInAnyOrderElementsOf(wanted);
        for (HeldContainer container : there.containers()) {
            boolean migration = container.replica().service().equals(Samples.MIGRATE);
            assertThat(container.revision())
                    .isEqualTo(Samples.revision(container.replica().service(), 1));
            assertThat(container.state())
                    .isInstanceOf(migration ? ContainerState.Exited.class : ContainerState.Running.class);
            assertThat(decision.states().get(container.replica()))
                    .isInstanceOf(migration ? ReplicaState.Done.class : ReplicaState.Ready.class);
        }
        assertThat(there.networks()).hasSize(1);
        assertThat(there.volumes()).hasSize(1);
    }
}
