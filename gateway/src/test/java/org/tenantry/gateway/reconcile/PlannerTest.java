package org.tenantry.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.gateway.scheduler.Overcommit;
import org.tenantry.gateway.scheduler.Scheduler;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.OperationRow;

class PlannerTest {
    private final Planner planner = new Planner(new Scheduler(Overcommit.DEFAULT));

    @Test
    void placesWhatIsToRunAndHasNoNode() {
        Scene scene = Scene.of(Goal.RUNNING).withNode();

        assertThat(plan(scene)).contains(new Action.Place(Scene.ID, Scene.NODE));
    }

    @Test
    void saysInTheOperationWhyNoNodeFits() {
        Scene scene = Scene.of(Goal.RUNNING).operation(OperationKind.CREATE);

        assertThat(onlyOperation(scene).steps().getFirst())
                .isEqualTo(new OperationStep(
                        "place on a node",
                        OperationStep.State.RUNNING,
                        Optional.of("no node has joined the cluster yet")));
    }

    @Test
    void doesNotPlaceWhatIsNotToRun() {
        assertThat(plan(Scene.of(Goal.STOPPED).withNode())).isEmpty();
    }

    @Test
    void neverMovesWhatIsPlacedThoughItsNodeIsAway() {
        assertThat(plan(Scene.of(Goal.RUNNING).withNode().placed(Scene.OTHER_NODE)))
                .isEmpty();
    }

    @Test
    void silenceIsNotAbsence() {
        assertThat(plan(Scene.of(Goal.ABSENT).withNode().placed(Scene.NODE))).isEmpty();
    }

    @Test
    void forgetsWhatEveryNodeConfirmedToBeGone() {
        Scene confirmed = Scene.of(Goal.ABSENT).withNode().placed(Scene.NODE).gone();

        assertThat(plan(confirmed)).containsExactly(new Action.ConfirmGone(Scene.ID, Scene.NODE));
        assertThat(plan(Scene.of(Goal.ABSENT))).containsExactly(new Action.Forget(Scene.ID));
    }

    @Test
    void releasesAHostOnlyOnceEveryGatewayHasDroppedIt() {
        CanonicalHost host = new CanonicalHost("acme.example.org");
        HostRow released = new HostRow(host, Scene.ID, Scene.TENANT, Optional.of(41L));
        Scene scene = Scene.of(Goal.ABSENT).forgotten().host(released);

        assertThat(plan(scene.applied(40))).isEmpty();
        assertThat(plan(scene.applied(41))).containsExactly(new Action.ReleaseHost(host));
    }

    @Test
    void releasesNoHostWhileAnythingOfItsInstanceIsLeft() {
        HostRow released = new HostRow(new CanonicalHost("acme.example.org"), Scene.ID, Scene.TENANT, Optional.of(41L));

        assertThat(plan(Scene.of(Goal.ABSENT).withNode().placed(Scene.NODE).host(released)))
                .isEmpty();
    }

    @Test
    void aCreateSucceedsOnceEverythingRunsAndItsHostsAnswer() {
        Scene running = Scene.of(Goal.RUNNING)
                .withNode()
                .placed(Scene.NODE)
                .operation(OperationKind.CREATE)
                .reported(new ReplicaState.Ready(Scene.REVISION, Scene.NOW));

        assertThat(onlyOperation(running).state()).isEqualTo(OperationState.RUNNING);
        assertThat(onlyOperation(running.answering()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void aReportFromBeforeTheOrderDoesNotCount() {
        Scene stale = Scene.of(Goal.RUNNING)
                .withNode()
                .placed(Scene.NODE)
                .operation(OperationKind.CREATE)
                .answering()
                .reportedAtVersion(Scene.VERSION - 1, new ReplicaState.Ready(Scene.REVISION, Scene.NOW));

        assertThat(onlyOperation(stale).state()).isEqualTo(OperationState.RUNNING);
    }

    @Test
    void aCreateThatFailsIsTakenBackWithItsReason() {
        Failure failure = new Failure("the image is refused", OptionalInt.of(3), List.of("last words"));
        Scene failed = Scene.of(Goal.RUNNING)
                .withNode()
                .placed(Scene.NODE)
                .operation(OperationKind.CREATE)
                .reported(new ReplicaState.Failed(failure));

        assertThat(plan(failed)).singleElement().isInstanceOfSatisfying(Action.TakeBack.class, back -> {
            assertThat(back.goal()).isEqualTo(Goal.ABSENT);
            assertThat(back.operation().state()).isEqualTo(OperationState.UNDOING);
            assertThat(back.operation().failure().orElseThrow().message()).contains("web", "the image is refused");
            assertThat(back.operation().failure().orElseThrow().services())
                    .singleElement()
                    .satisfies(service -> assertThat(service.failure()).isEqualTo(failure));
        });
    }

    @Test
    void aFailureNamesTheKeyThatIsToBlame() {
        Scene scene = Scene.of(Goal.RUNNING).withNode().placed(Scene.NODE).operation(OperationKind.CREATE);
        Failure image = Failure.because("not there").blaming(Optional.of("image"));

        assertThat(fieldOf(scene.reported(new ReplicaState.Failed(image)))).contains("services.web.image");
        assertThat(fieldOf(scene.reported(new ReplicaState.Failed(Failure.because("exit 1")))))
                .contains("services.web");
    }

    private Optional<String> fieldOf(Scene scene) {
        Action.TakeBack back = (Action.TakeBack) plan(scene).getFirst();
        return back.operation().failure().orElseThrow().field();
    }

    @Test
    void aStartThatFailsStopsAgain() {
        Scene failed = Scene.of(Goal.RUNNING)
                .withNode()
                .placed(Scene.NODE)
                .operation(OperationKind.START)
                .reported(new ReplicaState.Failed(Failure.because("exit 1")));

        assertThat(plan(failed))
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.TakeBack.class, back -> assertThat(back.goal()).isEqualTo(Goal.STOPPED));
    }

    @Test
    void aServiceMayCrashAFewTimesOnItsWayUp() {
        Scene scene = Scene.of(Goal.RUNNING).withNode().placed(Scene.NODE).operation(OperationKind.CREATE);

        assertThat(plan(scene.reported(crashed(4)))).noneMatch(Action.TakeBack.class::isInstance);
        assertThat(plan(scene.reported(crashed(5)))).anyMatch(Action.TakeBack.class::isInstance);
    }

    @Test
    void aCreateHasFailedOnceNothingIsLeftOfIt() {
        Scene undoing = Scene.of(Goal.ABSENT).operation(OperationKind.CREATE, OperationState.UNDOING);

        assertThat(plan(undoing)).noneMatch(Action.Advance.class::isInstance);
        assertThat(onlyOperation(undoing.forgotten()).state()).isEqualTo(OperationState.FAILED);
    }

    @Test
    void aRemoveSucceedsOnceNothingIsLeft() {
        Scene removing = Scene.of(Goal.ABSENT).operation(OperationKind.REMOVE);

        assertThat(onlyOperation(removing).state()).isEqualTo(OperationState.RUNNING);
        assertThat(onlyOperation(removing.forgotten()).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void aStopSucceedsOnceEverythingRests() {
        Scene stopping = Scene.of(Goal.STOPPED).withNode().placed(Scene.NODE).operation(OperationKind.STOP);

        assertThat(onlyOperation(stopping.reported(new ReplicaState.Ready(Scene.REVISION, Scene.NOW)))
                        .state())
                .isEqualTo(OperationState.RUNNING);
        assertThat(onlyOperation(stopping.reported(new ReplicaState.Stopped())).state())
                .isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void whatIsDoneRestsToo() {
        Scene stopping = Scene.of(Goal.STOPPED).withNode().placed(Scene.NODE).operation(OperationKind.STOP);

        assertThat(onlyOperation(stopping.reported(new ReplicaState.Done(Scene.REVISION)))
                        .state())
                .isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void anOperationThatCameNoFurtherIsNotWritten() {
        Scene scene = Scene.of(Goal.RUNNING).withNode().placed(Scene.NODE).operation(OperationKind.CREATE);
        OperationRow told = onlyOperation(scene);

        assertThat(plan(scene.operation(told))).isEmpty();
    }

    private List<Action> plan(Scene scene) {
        return planner.plan(scene.world());
    }

    /** The operation as it is after the plan, changed or not. */
    private OperationRow onlyOperation(Scene scene) {
        return plan(scene).stream()
                .filter(Action.Advance.class::isInstance)
                .map(Action.Advance.class::cast)
                .map(Action.Advance::operation)
                .findFirst()
                .orElseGet(scene::operation);
    }

    private static ReplicaState crashed(int restarts) {
        return new ReplicaState.Crashed(Scene.REVISION, restarts, Failure.because("exit 1"));
    }
}
