package org.tenantry.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.gateway.scheduler.Overcommit;
import org.tenantry.gateway.scheduler.Scheduler;
import org.tenantry.gateway.store.FormerState;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Removal;

/** How far a change is, from its row and what is observed. */
class ChangeProgressTest {
    private static final Revision FORMER = new Revision("r1-ffffffffffffffffffffffffffffffff");
    private static final Failure FAILURE = Failure.because("exit 3");

    private final Planner planner = new Planner(new Scheduler(Overcommit.DEFAULT));

    @Test
    void isDoneOnceWhatIsWantedRunsAndItsHostsAnswer() {
        Scene changing = changing(Goal.RUNNING, "web");

        assertThat(operation(changing.reported(ready(FORMER)).answering()).state())
                .as("the former revision still runs")
                .isEqualTo(OperationState.RUNNING);
        assertThat(operation(changing.reported(ready(Scene.REVISION))).state()).isEqualTo(OperationState.RUNNING);
        assertThat(operation(changing.reportedAtVersion(Scene.VERSION - 1, ready(Scene.REVISION))
                                .answering())
                        .state())
                .isEqualTo(OperationState.RUNNING);
        assertThat(operation(changing.reported(ready(Scene.REVISION)).answering())
                        .state())
                .isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void fallsBackWhereWhatItAffectsFails() {
        Scene changing = changing(Goal.RUNNING, "web");

        for (ReplicaState failing : List.of(
                new ReplicaState.Failed(FAILURE),
                new ReplicaState.Unhealthy(Scene.REVISION, Scene.NOW, FAILURE),
                new ReplicaState.Crashed(Scene.REVISION, 5, FAILURE))) {
            assertThat(plan(changing.reported(failing)))
                    .singleElement()
                    .isInstanceOfSatisfying(Action.FallBack.class, back -> {
                        assertThat(back.operation().state()).isEqualTo(OperationState.UNDOING);
                        assertThat(back.operation().failure().orElseThrow().message())
                                .contains("web", "exit 3");
                    });
        }
    }

    @Test
    void forgivesWhatTheFormerRevisionDoes() {
        Scene changing = changing(Goal.RUNNING, "web");

        for (ReplicaState failing : List.of(
                new ReplicaState.Unhealthy(FORMER, Scene.NOW, FAILURE),
                new ReplicaState.Crashed(FORMER, 50, FAILURE),
                new ReplicaState.Crashed(Scene.REVISION, 4, FAILURE))) {
            assertThat(plan(changing.reported(failing))).noneMatch(Action.FallBack.class::isInstance);
        }
    }

    @Test
    void doesNotMindWhatItDoesNotAffect() {
        Scene changing = changing(Goal.RUNNING, "db").reported(new ReplicaState.Failed(FAILURE));

        assertThat(operation(changing).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void waitsUntilEveryGatewayHasDroppedAHost() {
        HostRow released = new HostRow(new CanonicalHost("old.example.org"), Scene.ID, Scene.TENANT, Optional.of(41L));
        Scene changing = changing(Goal.RUNNING, "web")
                .reported(ready(Scene.REVISION))
                .answering()
                .host(released);

        assertThat(operation(changing.applied(40)).state()).isEqualTo(OperationState.RUNNING);
        assertThat(plan(changing.applied(40))).noneMatch(Action.ReleaseHost.class::isInstance);
        assertThat(plan(changing.applied(41))).contains(new Action.ReleaseHost(released.host()));
    }

    @Test
    void isDoneAtOnceWhereNothingIsToRun() {
        assertThat(operation(changing(Goal.STOPPED, "web")).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void hasFailedOnceWhatWasBeforeRunsAgain() {
        Scene undoing = undoing();

        assertThat(operation(undoing).state()).isEqualTo(OperationState.UNDOING);
        assertThat(operation(undoing.reported(ready(FORMER))).state())
                .as("the failed revision still runs")
                .isEqualTo(OperationState.UNDOING);
        assertThat(operation(undoing.reported(ready(Scene.REVISION))).state()).isEqualTo(OperationState.FAILED);
    }

    @Test
    void hasFailedAsWellWhereWhatWasBeforeFailsToo() {
        assertThat(operation(undoing().reported(new ReplicaState.Failed(FAILURE)))
                        .state())
                .isEqualTo(OperationState.FAILED);
    }

    @Test
    void removesWhatNobodyTookBackInTime() {
        Removal over = new Removal(Scene.NOW, Goal.RUNNING);
        Removal soon = new Removal(Scene.NOW.plus(Duration.ofNanos(1)), Goal.RUNNING);

        assertThat(plan(Scene.of(Goal.STOPPED).removal(over))).contains(new Action.Remove(Scene.ID));
        assertThat(plan(Scene.of(Goal.STOPPED).removal(soon))).isEmpty();
        assertThat(plan(Scene.of(Goal.RUNNING).withNode().placed(Scene.NODE).removal(over)))
                .as("it was started since")
                .isEmpty();
    }

    private static ReplicaState ready(Revision revision) {
        return new ReplicaState.Ready(revision, Scene.NOW);
    }

    private static Scene undoing() {
        Scene scene = changing(Goal.RUNNING, "web");
        return scene.operation(scene.operation().withState(OperationState.UNDOING, Scene.NOW));
    }

    private static Scene changing(Goal goal, String affected) {
        Scene scene = Scene.of(goal).withNode().placed(Scene.NODE).operation(OperationKind.CHANGE);
        FormerState former = new FormerState(
                scene.row().template(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(List.of(new ServiceName(affected))));
        return scene.operation(scene.operation().withFormer(Optional.of(former)));
    }

    private List<Action> plan(Scene scene) {
        return planner.plan(scene.world());
    }

    /** As it is after the plan, changed or not. */
    private OperationRow operation(Scene scene) {
        return plan(scene).stream()
                .filter(Action.Advance.class::isInstance)
                .map(action -> ((Action.Advance) action).operation())
                .findFirst()
                .orElse(scene.operation());
    }
}
