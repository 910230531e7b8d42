package org.tenantry.gateway.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.store.OperationFailure;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.ServiceFailure;

/**
 * Says how far operations are: from the operation's row and what is observed alone, so that a leader that was killed is
 * followed by one that goes on where it was. Pure.
 *
 * <p>What waits stays running, with the reason in its step. What fails is taken back: a create by removing everything, a
 * start by stopping again, a change by what was wanted before.
 */
final class Progress {
    List<Action> plan(World world, Map<InstanceId, String> waits) {
        Map<InstanceId, DesiredInstance> instances = new HashMap<>();
        world.instances().forEach(instance -> instances.put(instance.id(), instance));
        List<Action> actions = new ArrayList<>();
        for (OperationRow operation : world.operations()) {
            DesiredInstance instance = instances.get(operation.instance());
            if (instance != null) {
                advance(world, operation, instance, Optional.ofNullable(waits.get(instance.id())))
                        .ifPresent(actions::add);
            }
        }
        return actions;
    }

    private static Optional<Action> advance(
            World world, OperationRow operation, DesiredInstance instance, Optional<String> waits) {
        Look look = Look.at(world, instance, waits);
        return switch (operation.state()) {
            case RUNNING -> running(world, operation, look);
            case UNDOING -> undoing(world, operation, look);
            case SUCCEEDED, FAILED, SUPERSEDED -> Optional.empty();
        };
    }

    private static Optional<Action> running(World world, OperationRow operation, Look look) {
        return switch (operation.kind()) {
            case CREATE, START -> starting(world, operation, look);
            case STOP -> changed(world, operation, List.of(look.step("stop services", look.stopped())), look.stopped());
            case REMOVE -> changed(world, operation, List.of(look.step("remove everything", look.gone())), look.gone());
            case CHANGE -> ChangeProgress.running(world, operation, look);
        };
    }

    private static Optional<Action> starting(World world, OperationRow operation, Look look) {
        List<OperationStep> steps = look.startingSteps();
        if (!look.failures().isEmpty()) {
            List<ServiceFailure> failures = look.failures();
            OperationRow failed = operation
                    .withSteps(failedSteps(steps), world.now())
                    .withFailure(failure(failures), world.now())
                    .withState(OperationState.UNDOING, world.now());
            Goal back = operation.kind() == OperationKind.CREATE ? Goal.ABSENT : Goal.STOPPED;
            return Optional.of(new Action.TakeBack(failed, back));
        }
        return changed(world, operation, steps, look.running() && look.answers());
    }

    static OperationFailure failure(List<ServiceFailure> failures) {
        ServiceFailure first = failures.getFirst();
        String message = "service " + first.service() + ": " + first.failure().reason();
        return new OperationFailure(
                ErrorCode.INVALID.key(),
                message,
                Optional.of("services." + first.service()
                        + first.failure().key().map(key -> "." + key).orElse("")),
                Map.of(
                        "service",
                        first.service().value(),
                        "reason",
                        first.failure().reason()),
                failures);
    }

    private static Optional<Action> undoing(World world, OperationRow operation, Look look) {
        return switch (operation.kind()) {
            case CREATE -> failed(world, operation, look.gone());
            case START, STOP, REMOVE -> failed(world, operation, look.stopped());
            case CHANGE -> ChangeProgress.undoing(world, operation, look);
        };
    }

    private static Optional<Action> failed(World world, OperationRow operation, boolean undone) {
        return undone
                ? Optional.of(new Action.Advance(operation.withState(OperationState.FAILED, world.now())))
                : Optional.empty();
    }

    static Optional<Action> changed(World world, OperationRow operation, List<OperationStep> steps, boolean done) {
        if (done) {
            return Optional.of(new Action.Advance(
                    operation.withSteps(steps, world.now()).withState(OperationState.SUCCEEDED, world.now())));
        }
        return steps.equals(operation.steps())
                ? Optional.empty()
                : Optional.of(new Action.Advance(operation.withSteps(steps, world.now())));
    }

    static List<OperationStep> failedSteps(List<OperationStep> steps) {
        return steps.stream()
                .map(step -> step.state() == OperationStep.State.RUNNING
                        ? new OperationStep(step.name(), OperationStep.State.FAILED, step.note())
                        : step)
                .toList();
    }
}
