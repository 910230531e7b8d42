package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.runtime.Act;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;

/** How containers of one revision give way to those of the next, and what gateways are told meanwhile. */
class ChangeoverTest {
    private static final Service CHECKED = Samples.checked(Samples.web(1, 1), new Probe.Tcp(8000));

    private final Simulation simulation = new Simulation();

    /** How many endpoints gateways knew, decision by decision. */
    private final List<Integer> told = new ArrayList<>();

    @BeforeEach
    void migrates() {
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0, "migrated"));
    }

    @Test
    void makesTheNewContainerBesideTheOldOne() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1));

        change(Samples.db(1), Samples.migrate(), Samples.web(2, 1));

        assertThat(told).doesNotContain(0);
        assertThat(calls("start", "stop", "remove")).containsExactly("start web.1", "stop web.1", "remove web.1");
        assertThat(containers(Samples.WEB))
                .singleElement()
                .satisfies(one -> assertThat(one.revision()).isEqualTo(Samples.revision(Samples.WEB, 2)));
    }

    @Test
    void replacesOneReplicaAfterTheOther() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 3));

        change(Samples.db(1), Samples.migrate(), Samples.web(2, 3));

        assertThat(told).containsOnly(3);
        assertThat(calls("start", "remove"))
                .containsExactly(
                        "start web.1", "remove web.1", "start web.2", "remove web.2", "start web.3", "remove web.3");
    }

    @Test
    void letsTheOldOneServeWhileTheNewOneIsIll() {
        settle(1, Samples.db(1), Samples.migrate(), CHECKED);
        String old = containers(Samples.WEB).getFirst().id();
        simulation.watcher = decision -> containers(Samples.WEB).stream()
                .filter(one -> !one.id().equals(old))
                .forEach(one -> simulation.sick.put(
                        one.id(), new Health.Ill(simulation.clock.instant(), "refused", List.of())));

        simulation.wish(follow(2, Samples.db(1), Samples.migrate(), second(CHECKED)));
        Decision ill = simulation.settle();

        assertThat(ill.states().get(Samples.replica(Samples.WEB, 1))).isInstanceOf(ReplicaState.Unhealthy.class);
        assertThat(simulation.told.keySet()).containsExactly(old);

        simulation.wish(follow(3, Samples.db(1), Samples.migrate(), CHECKED));
        Decision back = simulation.settle();

        assertThat(back.states().get(Samples.replica(Samples.WEB, 1))).isInstanceOf(ReplicaState.Ready.class);
        assertThat(simulation.told.keySet()).containsExactly(old);
        assertThat(containers(Samples.WEB))
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(old));
    }

    @Test
    void letsTheOldOneServeWhileTheNewOneCrashes() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 2));
        simulation.engine.acts(Samples.WEB, start -> Act.exits(1, "no such setting"));

        simulation.wish(follow(2, Samples.db(1), Samples.migrate(), Samples.web(2, 2)));
        record();
        for (int i = 0; i < 30; i++) {
            simulation.pass(new Random(i));
            simulation.clock.forward(Duration.ofMillis(100));
        }

        assertThat(told).containsOnly(2);
        assertThat(simulation.last.orElseThrow().states().get(Samples.replica(Samples.WEB, 1)))
                .isInstanceOf(ReplicaState.Crashed.class);
        assertThat(containers(Samples.WEB).stream().filter(Situation::isUp)).hasSize(2);
    }

    @Test
    void replacesADatabaseInPlaceWhileNothingIsTold() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1));
        String web = containers(Samples.WEB).getFirst().id();
        neverTwoOf(Samples.DB);

        change(Samples.db(2), Samples.migrate(), Samples.web(1, 1));

        assertThat(told).contains(0);
        assertThat(told.getLast()).isEqualTo(1);
        assertThat(calls("start", "stop")).containsExactly("stop db.1", "start db.1");
        assertThat(simulation.told.keySet()).containsExactly(web);
    }

    @Test
    void goesOnTellingWhereWhatChangesIsNothingThatPeopleWaitFor() {
        Service aside = Samples.lone(new ServiceName("aside"), Samples.ALWAYS);
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1), aside);

        change(Samples.db(1), Samples.migrate(), Samples.web(1, 1), second(aside));

        assertThat(told).containsOnly(1);
        assertThat(calls("start", "stop")).containsExactly("stop aside.1", "start aside.1");
    }

    @Test
    void replacesEverythingInPlaceWhereTheDatabaseChangesToo() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 2));
        neverTwoOf(Samples.DB);

        change(Samples.db(2), Samples.migrate(), Samples.web(2, 2));

        assertThat(told.getLast()).isEqualTo(2);
        assertThat(calls("start")).first().isEqualTo("start db.1");
        assertThat(calls("start")).hasSize(3);
    }

    @Test
    void replacesAWebServiceWithDataInPlace() {
        declareVolume("web:1");
        declareVolume("web:2");
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1));
        neverTwoOf(Samples.WEB);

        change(Samples.db(1), Samples.migrate(), Samples.web(2, 1));

        assertThat(told).contains(0);
        assertThat(told.getLast()).isEqualTo(1);
        assertThat(calls("start", "stop")).containsExactly("stop web.1", "start web.1");
    }

    @Test
    void runsAJobOnlyWhileNobodyIsAtWork() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1));
        simulation.engine.acts(Samples.MIGRATE, start -> {
            assertThat(simulation.told).isEmpty();
            return Act.exits(0, "migrated again");
        });

        change(Samples.db(1), second(Samples.migrate()), Samples.web(1, 1));

        assertThat(calls("start")).containsExactly("start migrate.1");
        assertThat(told.getLast()).isEqualTo(1);
    }

    @Test
    void letsRequestsGoWhereTheNewDatabaseIsIll() {
        Service db = Samples.checked(Samples.db(1), new Probe.Tcp(5432));
        settle(1, db, Samples.web(1, 1, List.of(Samples.DB)));
        simulation.watcher = decision -> containers(Samples.DB).stream()
                .filter(one -> !one.revision().equals(Samples.revision(Samples.DB, 1)))
                .forEach(one -> simulation.sick.put(
                        one.id(), new Health.Ill(simulation.clock.instant(), "refused", List.of())));

        simulation.wish(follow(2, second(db), Samples.web(1, 1, List.of(Samples.DB))));
        simulation.settle();

        assertThat(simulation.told).hasSize(1);
    }

    @Test
    void goesOnTellingWhenADatabaseThatRanCrashes() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1));
        record();

        simulation.engine.exit(containers(Samples.DB).getFirst().id(), 1);
        simulation.settle();

        assertThat(told).containsOnly(1);
    }

    @Test
    void tellsNothingOfWhatIsScaledDownBeforeItIsStopped() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 3));

        change(Samples.db(1), Samples.migrate(), Samples.web(1, 1));

        assertThat(told.getFirst()).isEqualTo(1);
        assertThat(calls("stop")).containsExactlyInAnyOrder("stop web.2", "stop web.3");
    }

    @Test
    void letsEveryoneLeaveBeforeAnythingOfAnInstanceIsStopped() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 2));

        simulation.wish(new Wish.Follow(
                Samples.stack(Goal.STOPPED, 2, List.of(Samples.db(1), Samples.migrate(), Samples.web(1, 2)))));
        Decision first = simulation.pass(new Random(1));

        assertThat(first.steps()).hasSize(2).hasOnlyElementsOfType(Step.Retire.class);
        simulation.settle();
        assertThat(calls("stop")).last().isEqualTo("stop db.1");
    }

    @Test
    void letsEveryoneLeaveBeforeAnythingIsRemoved() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 2));

        simulation.wish(new Wish.Remove(Samples.TERM, 2));

        assertThat(simulation.pass(new Random(1)).steps()).hasSize(2).hasOnlyElementsOfType(Step.Retire.class);
        assertThat(simulation.settle().gone()).isTrue();
    }

    @Test
    void stopsAtOnceWhatIsKeptAside() {
        settle(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1));

        simulation.wish(new Wish.Aside(Samples.TERM, 2, Optional.empty()));

        assertThat(simulation.pass(new Random(1)).steps()).hasOnlyElementsOfType(Step.Stop.class);
    }

    static IntStream calls() {
        return IntStream.rangeClosed(1, 30);
    }

    @ParameterizedTest(name = "killed at call {0}")
    @MethodSource("calls")
    void goesOnServingWhereTheAgentIsKilledInTheMiddle(int call) {
        for (FakeEngine.Moment moment : FakeEngine.Moment.values()) {
            Simulation killed = new Simulation();
            killed.engine.acts(Samples.MIGRATE, start -> Act.exits(0, "migrated"));
            killed.wish(follow(1, Samples.db(1), Samples.migrate(), Samples.web(1, 2)));
            killed.settle();

            killed.wish(follow(2, Samples.db(1), Samples.migrate(), Samples.web(2, 2)));
            killed.watcher = decision -> assertThat(killed.told).hasSize(2);
            killedAt(killed, call, moment);

            assertThat(killed.runtime.inventory().containers()).hasSize(4);
        }
    }

    @ParameterizedTest(name = "killed at call {0}")
    @MethodSource("calls")
    void comesToTheNewRevisionWhereTheAgentIsKilledWhileRequestsAreHeld(int call) {
        for (FakeEngine.Moment moment : FakeEngine.Moment.values()) {
            Simulation killed = new Simulation();
            killed.engine.acts(Samples.MIGRATE, start -> Act.exits(0, "migrated"));
            killed.wish(follow(1, Samples.db(1), Samples.migrate(), Samples.web(1, 1)));
            killed.settle();

            killed.wish(follow(2, Samples.db(2), second(Samples.migrate()), Samples.web(2, 1)));
            killed.watcher = decision -> assertThat(killed.told.isEmpty() || isWhole(killed))
                    .as("what serves is whole")
                    .isTrue();
            killedAt(killed, call, moment);

            assertThat(killed.told).hasSize(1);
            assertThat(killed.runtime.inventory().containers()).hasSize(3);
        }
    }

    /** Whether the database runs, and no job is at work. */
    private static boolean isWhole(Simulation simulation) {
        return simulation.runtime.inventory().containers().stream()
                .anyMatch(one -> one.replica().service().equals(Samples.DB) && Situation.isUp(one));
    }

    private static void killedAt(Simulation simulation, int call, FakeEngine.Moment moment) {
        simulation.engine.killAt(call, moment);
        try {
            simulation.settle();
        } catch (FakeEngine.Killed killed) {
            simulation.restart();
        }
        simulation.settle();
        assertThat(simulation.runtime.inventory().containers().stream()
                        .filter(one -> one.replica().service().equals(Samples.WEB)))
                .allMatch(one -> one.revision().equals(Samples.revision(Samples.WEB, 2)))
                .allMatch(one -> one.state() instanceof ContainerState.Running);
    }

    private void settle(long version, Service... services) {
        simulation.wish(follow(version, services));
        simulation.settle();
    }

    private void change(Service... services) {
        simulation.wish(follow(2, services));
        int before = simulation.engine.calls().size();
        record();
        simulation.settle();
        since = before;
    }

    private int since;

    private void record() {
        var before = simulation.watcher;
        simulation.watcher = decision -> {
            before.accept(decision);
            told.add(simulation.told.size());
        };
    }

    /** What was asked of the engine since the change began. */
    private List<String> calls(String... verbs) {
        return simulation.engine.calls().stream()
                .skip(since)
                .filter(call -> List.of(verbs).contains(call.split(" ")[0]))
                .map(call -> call.replace(Samples.INSTANCE + "/", ""))
                .toList();
    }

    private void neverTwoOf(ServiceName service) {
        simulation.watcher = decision ->
                assertThat(containers(service).stream().filter(Situation::isUp)).hasSizeLessThan(2);
    }

    private void declareVolume(String image) {
        simulation.engine.image(
                image,
                new ImageFacts(
                        "sha256:" + image,
                        Optional.empty(),
                        List.of("/var/lib/x"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    private List<HeldContainer> containers(ServiceName service) {
        return simulation.runtime.inventory(Samples.INSTANCE).containers().stream()
                .filter(one -> one.replica().service().equals(service))
                .toList();
    }

    private static Service second(Service service) {
        return Samples.running(service, ImageRef.named(service.name() + ":2"), List.of("second"));
    }

    private static Wish follow(long version, Service... services) {
        return new Wish.Follow(Samples.stack(Goal.RUNNING, version, List.of(services)));
    }
}
