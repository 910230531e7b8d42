package org.tenantry.gateway.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.gateway.store.FormerState;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.ServiceFailure;

/**
 * How far a change is. It is done once every service that it affects runs as is wanted now, no host is being given back any
 * more, and the others lead to the instance. It fails where one of these services does, and then what was wanted before is
 * wanted again; what it does not affect may be in any state, for the change may be meant to mend the next. Pure.
 */
final class ChangeProgress {
    private static final String BACK = "bring back what was before";

    private ChangeProgress() {}

    static Optional<Action> running(World world, OperationRow operation, Look look) {
        Set<ServiceName> affected = affected(operation);
        List<ServiceFailure> failures = look.wantsToRun() ? look.failures(affected::contains) : List.of();
        if (!failures.isEmpty()) {
            List<OperationStep> steps = new ArrayList<>(Progress.failedSteps(steps(operation, look)));
            steps.add(new OperationStep(BACK, OperationStep.State.RUNNING, Optional.empty()));
            return Optional.of(new Action.FallBack(operation
                    .withSteps(steps, world.now())
                    .withFailure(Progress.failure(failures), world.now())
                    .withState(OperationState.UNDOING, world.now())));
        }
        return Progress.changed(world, operation, steps(operation, look), replaced(operation, look) && reached(look));
    }

    /** Done when all that was affected runs as before; where that fails as well, nothing better is to be had. */
    static Optional<Action> undoing(World world, OperationRow operation, Look look) {
        Set<ServiceName> affected = affected(operation);
        boolean broken = look.wantsToRun() && !look.failures(affected::contains).isEmpty();
        boolean done = replaced(operation, look);
        List<OperationStep> steps = new ArrayList<>(operation.steps());
        steps.removeIf(step -> step.name().equals(BACK));
        OperationStep.State state = done ? OperationStep.State.DONE : OperationStep.State.RUNNING;
        steps.add(new OperationStep(
                BACK, broken ? OperationStep.State.FAILED : state, done ? Optional.empty() : look.busy()));
        OperationRow told = operation.withSteps(steps, world.now());
        if (done || broken) {
            return Optional.of(new Action.Advance(told.withState(OperationState.FAILED, world.now())));
        }
        return steps.equals(operation.steps()) ? Optional.empty() : Optional.of(new Action.Advance(told));
    }

    /** What does not run takes the change up when it starts. */
    private static boolean replaced(OperationRow operation, Look look) {
        return !look.wantsToRun() || (look.heard() && look.running(affected(operation)));
    }

    /** An instance that is not well for another reason need not answer. */
    private static boolean reached(Look look) {
        return !look.releases() && (look.answers() || !look.running());
    }

    private static Set<ServiceName> affected(OperationRow operation) {
        return operation.former().<Set<ServiceName>>map(FormerState::affected).orElse(Set.of());
    }

    /** The first step is the order's own: it was checked before it was taken. */
    private static List<OperationStep> steps(OperationRow operation, Look look) {
        boolean replaced = replaced(operation, look);
        List<OperationStep> steps =
                new ArrayList<>(operation.steps().stream().limit(1).toList());
        if (operation.former().isPresent()) {
            steps.add(new OperationStep(
                    "replace services", Look.state(true, replaced), replaced ? Optional.empty() : look.waitsFor()));
        }
        boolean reached = replaced && reached(look);
        Optional<String> note = replaced && look.releases()
                ? Optional.of("waits until every gateway has dropped a host")
                : Optional.empty();
        steps.add(new OperationStep("answer at its hosts", Look.state(replaced, reached), note));
        return steps;
    }
}
