package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.runtime.Act;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;

class NextStepTest {
    private final Simulation simulation = new Simulation();

    @Test
    void beginsWithEverythingThatNeedsNothing() {
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 2)));

        Decision decision = simulation.pass(new Random(1));

        assertThat(decision.steps())
                .hasSize(5)
                .hasOnlyElementsOfTypes(Step.FetchImage.class, Step.MakeNetwork.class, Step.MakeVolume.class);
    }

    @Test
    void makesAllContainersAtOnceAndStartsThemInOrder() {
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0));
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 1)));

        simulation.settle();

        List<String> calls = simulation.engine.calls();
        assertThat(calls.stream().filter(call -> call.startsWith("start")).toList())
                .containsExactly(
                        "start i-aaaaaaaaaaaa/db.1", "start i-aaaaaaaaaaaa/migrate.1", "start i-aaaaaaaaaaaa/web.1");
        assertThat(calls.lastIndexOf("create i-aaaaaaaaaaaa/web.1"))
                .isLessThan(calls.indexOf("start i-aaaaaaaaaaaa/migrate.1"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoCanDoWithoutAnotherStartsAlsoWhenThatCannot(boolean optional) {
        Service lone = Samples.lone(new ServiceName("lone"), Samples.ALWAYS);
        DependsOn onMigrate = new DependsOn(
                Samples.MIGRATE, DependsOn.Condition.COMPLETED, optional ? Optional.of(true) : Optional.empty());
        Service after = new Service(
                lone.name(), lone.revision(), 1, lone.form(), List.of(onMigrate), lone.health(), lone.restart());
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(1));
        simulation.wish(new Wish.Follow(
                Samples.stack(Goal.RUNNING, 1, List.of(Samples.db(1), Samples.migrate(), Samples.web(1, 1), after))));

        simulation.settle();

        assertThat(simulation.engine.calls().contains("start i-aaaaaaaaaaaa/lone.1"))
                .isEqualTo(optional);
    }

    @Test
    void beginsWithWhatPeopleWaitFor() {
        ServiceName aside = new ServiceName("aside");
        simulation.wish(new Wish.Follow(Samples.stack(
                Goal.RUNNING,
                1,
                List.of(Samples.lone(aside, Samples.ALWAYS), Samples.db(1), Samples.migrate(), Samples.web(1, 1)))));
        simulation.pass(new Random(1));

        Decision decision = simulation.pass(new Random(1));

        assertThat(decision.steps())
                .extracting(Step::target)
                .containsExactly("container db.1", "container migrate.1", "container web.1", "container aside.1");
    }

    @Test
    void saysWhatAReplicaWaitsFor() {
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 1)));
        simulation.engine.failNext("start", TenantryException.of(ErrorCode.UNAVAILABLE, "the engine is late"));

        simulation.pass(new Random(1));
        simulation.pass(new Random(1));
        simulation.pass(new Random(1));
        Decision decision = simulation.pass(new Random(1));

        assertThat(decision.states().get(Samples.replica(Samples.DB, 1)))
                .isEqualTo(new ReplicaState.Waiting("container db.1: the engine is late"));
        assertThat(decision.states().get(Samples.replica(Samples.WEB, 1)))
                .isEqualTo(new ReplicaState.Waiting("waits until db is healthy"));
    }

    @Test
    void failsWithARefusedImageAndTriesAgainWithANewerAssignment() {
        simulation.engine.refuseImage("web:1", "no such tag");
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 1)));

        Decision refused = simulation.settle();

        assertThat(refused.states().get(Samples.replica(Samples.WEB, 1)))
                .isInstanceOfSatisfying(ReplicaState.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).contains("web:1").contains("no such tag");
                    assertThat(failed.failure().key()).contains("image");
                });
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 2, 1)));
        assertThat(simulation.pass(new Random(1)).steps())
                .hasOnlyElementsOfType(Step.FetchImage.class)
                .hasSize(1);
    }

    @Test
    void waitsWhileTheEngineCannotPullAndTriesAgainLater() {
        simulation.engine.failNext("ensureImage", TenantryException.of(ErrorCode.UNAVAILABLE, "the pull stands still"));
        simulation.wish(new Wish.Follow(lone(Samples.ALWAYS)));

        simulation.pass(new Random(1));
        Decision decision = simulation.pass(new Random(1));

        assertThat(decision.states().get(Samples.replica(Samples.WEB, 1)))
                .isEqualTo(new ReplicaState.Waiting("image web:1: the pull stands still"));
        assertThat(decision.again()).contains(simulation.clock.instant().plusMillis(200));
        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Ready.class);
    }

    @Test
    void isDoneWhereAnEndWithZeroIsWhatWasWanted() {
        simulation.engine.acts(Samples.WEB, start -> Act.exits(0, "done"));
        simulation.wish(new Wish.Follow(lone(Samples.NO)));

        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Done.class);
        simulation.restart();
        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Done.class);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void startsAgainWhatSomebodyStoppedHoweverPolitelyItEnded() {
        simulation.wish(new Wish.Follow(lone(Samples.NO)));
        simulation.settle();

        simulation.engine.signal(onlyContainer(), 0);

        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Ready.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void waitsForTheEngineToTellOfAnEndAndStartsAgainWhereItNeverDoes() {
        simulation.wish(new Wish.Follow(lone(Samples.NO)));
        simulation.settle();

        simulation.engine.exitUntold(onlyContainer(), 0);

        Decision waiting = simulation.pass(new Random(1));
        assertThat(waiting.steps()).isEmpty();
        assertThat(waiting.again()).contains(simulation.clock.instant().plus(Cause.PATIENCE));
        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Ready.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void startsAgainWhatEndedWithTheEngineAndNothingThatWasDoneBefore() {
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0));
        simulation.wish(new Wish.Follow(Samples.stack(
                Goal.RUNNING, 1, List.of(Samples.lone(Samples.WEB, Samples.NO), Samples.migrate(), Samples.db(1)))));
        simulation.settle();
        simulation.engine.shutDown(0);
        simulation.pass(new Random(1));

        simulation.engine.away(false);
        simulation.settle();
        assertThat(starts()).isEqualTo(5);
        simulation.engine.crash(0);
        simulation.engine.away(false);
        Decision decision = simulation.settle();

        assertThat(starts()).isEqualTo(7);
        assertThat(decision.states().get(Samples.replica(Samples.WEB, 1))).isInstanceOf(ReplicaState.Ready.class);
        assertThat(decision.states().get(Samples.replica(Samples.MIGRATE, 1))).isInstanceOf(ReplicaState.Done.class);
    }

    @Test
    void failsWithCodeAndLastLinesWhereThePolicyAsksForNoRestart() {
        simulation.engine.acts(Samples.WEB, start -> Act.exits(3, "line one", "cannot open the database"));
        simulation.wish(new Wish.Follow(lone(Samples.NO)));

        assertThat(simulation.settle().states().values().iterator().next())
                .isInstanceOfSatisfying(ReplicaState.Failed.class, failed -> {
                    assertThat(failed.failure().exitCode()).hasValue(3);
                    assertThat(failed.failure().key()).isEmpty();
                    assertThat(failed.failure().lastLog()).containsExactly("line one", "cannot open the database");
                });
        simulation.wish(
                new Wish.Follow(Samples.stack(Goal.STOPPED, 2, lone(Samples.NO).services())));
        simulation.settle();
        simulation.wish(
                new Wish.Follow(Samples.stack(Goal.RUNNING, 3, lone(Samples.NO).services())));
        simulation.settle();
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void startsAgainOnFailureSoManyTimesAndNoMore() {
        simulation.engine.acts(Samples.WEB, start -> Act.exits(1));
        simulation.wish(new Wish.Follow(lone(new RestartPolicy(RestartPolicy.Condition.ON_FAILURE, 3))));

        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Failed.class);
        assertThat(starts()).isEqualTo(4);
    }

    @Test
    void goesOnCrashingUnderAlwaysWithGrowingPauses() {
        simulation.engine.acts(Samples.WEB, start -> Act.exits(0));
        simulation.wish(new Wish.Follow(lone(Samples.ALWAYS)));
        passes(5);

        Decision crashed = simulation.pass(new Random(1));

        assertThat(crashed.states().values().iterator().next())
                .isInstanceOfSatisfying(
                        ReplicaState.Crashed.class,
                        state -> assertThat(state.restarts()).isEqualTo(1));
        assertThat(crashed.again()).contains(simulation.clock.instant().plusMillis(200));
        simulation.clock.forward(Duration.ofMillis(200));
        passes(3);
        assertThat(simulation.pass(new Random(1)).again())
                .contains(simulation.clock.instant().plusMillis(400));
    }

    @Test
    void countsFromTheStartAgainAfterALongRun() {
        simulation.wish(new Wish.Follow(lone(Samples.ALWAYS)));
        simulation.settle();
        crash(Duration.ofSeconds(1));
        passes(2);
        simulation.clock.forward(Duration.ofSeconds(1));
        passes(2);
        crash(Duration.ofSeconds(11));
        passes(2);

        assertThat(simulation.pass(new Random(1)).states().values().iterator().next())
                .isInstanceOfSatisfying(
                        ReplicaState.Crashed.class,
                        state -> assertThat(state.restarts()).isEqualTo(1));
    }

    @Test
    void startsAgainWhatAStopOrARebootEndedWhateverThePolicySays() {
        simulation.wish(new Wish.Follow(lone(Samples.NO)));
        simulation.settle();
        simulation.wish(
                new Wish.Follow(Samples.stack(Goal.STOPPED, 2, lone(Samples.NO).services())));
        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Stopped.class);

        simulation.wish(
                new Wish.Follow(Samples.stack(Goal.RUNNING, 3, lone(Samples.NO).services())));
        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Ready.class);
        simulation.engine.reboot();
        simulation.restart();
        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Ready.class);
        assertThat(starts()).isEqualTo(3);
    }

    @Test
    void startsAgainWhatEndedWhileTheEngineWasOutOfSight() {
        simulation.wish(new Wish.Follow(lone(Samples.NO)));
        simulation.settle();

        simulation.engine.away(true);
        simulation.pass(new Random(1));
        simulation.engine.reboot();
        simulation.engine.away(false);

        assertThat(simulation.settle().states().values()).hasOnlyElementsOfType(ReplicaState.Ready.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void scalesDownFromTheHighestNumber() {
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0));
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 3)));
        simulation.settle();

        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 2, 1)));
        simulation.settle();

        assertThat(simulation.runtime.inventory().containers())
                .extracting(container -> container.replica().toString())
                .containsExactlyInAnyOrder("db.1", "migrate.1", "web.1");
        assertThat(simulation.engine.calls()).contains("remove i-aaaaaaaaaaaa/web.3", "remove i-aaaaaaaaaaaa/web.2");
    }

    @Test
    void keepsTheOldContainerUntilEverythingForTheNewOneIsThere() {
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, List.of(Samples.db(1)))));
        simulation.settle();
        simulation.engine.refuseImage("db:2", "not there yet");

        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 2, List.of(Samples.db(2)))));
        Decision held = simulation.settle();

        assertThat(held.states().values().iterator().next()).isInstanceOf(ReplicaState.Failed.class);
        assertThat(simulation.engine.calls()).noneMatch(call -> call.startsWith("stop"));
        assertThat(simulation.runtime.inventory().containers())
                .singleElement()
                .satisfies(old -> assertThat(old.revision()).isEqualTo(Samples.revision(Samples.DB, 1)));
    }

    @Test
    void keepsVolumesWhenTheAssignmentNoLongerNamesThem() {
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, List.of(Samples.db(1)))));
        simulation.settle();

        simulation.wish(
                new Wish.Follow(Samples.stack(Goal.RUNNING, 2, List.of(Samples.lone(Samples.WEB, Samples.NO)))));
        simulation.settle();

        assertThat(simulation.runtime.inventory().volumes()).hasSize(1);
        assertThat(simulation.runtime.inventory().containers()).hasSize(1);
    }

    @Test
    void makesVolumesOfItsOwnForWhatAnImageDeclares() {
        simulation.engine.image(
                "web:1",
                new ImageFacts(
                        "sha256:1",
                        Optional.empty(),
                        List.of("/var/lib/x"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        simulation.wish(new Wish.Follow(lone(Samples.ALWAYS)));

        simulation.settle();

        assertThat(simulation.runtime.inventory().volumes())
                .extracting(volume -> volume.key())
                .contains(new VolumeKey.Declared(Samples.replica(Samples.WEB, 1), "/var/lib/x"));
    }

    @Test
    void stopsAgainstTheOrderOfDependencies() {
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0));
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 1)));
        simulation.settle();

        simulation.wish(new Wish.Follow(Samples.stack(Goal.SLEEPING, 2, 1)));
        simulation.settle();

        assertThat(simulation.engine.calls().stream().filter(call -> call.startsWith("stop")))
                .containsExactly("stop i-aaaaaaaaaaaa/web.1", "stop i-aaaaaaaaaaaa/db.1");
    }

    @Test
    void keepsAsideWithoutRemovingAnything() {
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, List.of(Samples.db(1)))));
        simulation.settle();

        simulation.wish(new Wish.Aside(Samples.TERM, 2, Optional.empty()));
        simulation.settle();

        assertThat(simulation.runtime.inventory().containers())
                .noneMatch(Situation::isUp)
                .hasSize(1);
        assertThat(simulation.runtime.inventory().volumes()).hasSize(1);
        assertThat(simulation.runtime.inventory().networks()).hasSize(1);
    }

    @Test
    void touchesNothingThatNobodyDecidedAbout() {
        simulation.wish(new Wish.Follow(Samples.stack(Goal.RUNNING, 1, List.of(Samples.db(1)))));
        simulation.settle();
        int calls = simulation.engine.calls().size();

        simulation.wish(new Wish.Undecided());
        simulation.settle();

        assertThat(simulation.engine.calls()).hasSize(calls);
    }

    @Test
    void keepsOthersWaitingWhileADependencyIsIll() {
        simulation.engine.acts(Samples.MIGRATE, start -> Act.exits(0));
        simulation.wish(new Wish.Follow(Samples.stack(
                Goal.RUNNING,
                1,
                List.of(
                        Samples.checked(Samples.db(1), new org.tenantry.common.instance.HealthCheck.Probe.Tcp(5432)),
                        Samples.migrate()))));
        passes(3);
        String db = simulation.runtime.inventory().containers().stream()
                .filter(one -> one.replica().service().equals(Samples.DB))
                .findFirst()
                .orElseThrow()
                .id();
        simulation.sick.put(db, new Health.Ill(simulation.clock.instant(), "refused", List.of()));

        Decision decision = simulation.settle();

        assertThat(decision.states().get(Samples.replica(Samples.DB, 1))).isInstanceOf(ReplicaState.Unhealthy.class);
        assertThat(decision.states().get(Samples.replica(Samples.MIGRATE, 1)))
                .isEqualTo(new ReplicaState.Waiting("waits until db is healthy"));
    }

    private static Assignment lone(RestartPolicy restart) {
        Service service = Samples.lone(Samples.WEB, restart);
        return Samples.stack(Goal.RUNNING, 1, List.of(service));
    }

    private String onlyContainer() {
        return simulation.runtime.inventory().containers().getFirst().id();
    }

    private void crash(Duration after) {
        simulation.clock.forward(after);
        simulation.engine.exit(
                simulation.runtime.inventory().containers().getFirst().id(), 1);
    }

    private void passes(int count) {
        for (int i = 0; i < count; i++) {
            simulation.pass(new Random(i));
        }
    }

    private long starts() {
        return simulation.engine.calls().stream()
                .filter(call -> call.startsWith("start"))
                .count();
    }
}
