package org.tenantry.gateway.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
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
 * start by stopping again.
 */
final class Progress {
    /** So many crashes in a row while an operation brings a service up are a failure of the operation. */
    private static final int MOST_CRASHES = 5;

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

    private static OperationFailure failure(List<ServiceFailure> failures) {
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
        boolean undone = operation.kind() == OperationKind.CREATE ? look.gone() : look.stopped();
        return undone
                ? Optional.of(new Action.Advance(operation.withState(OperationState.FAILED, world.now())))
                : Optional.empty();
    }

    private static Optional<Action> changed(
            World world, OperationRow operation, List<OperationStep> steps, boolean done) {
        if (done) {
            return Optional.of(new Action.Advance(
                    operation.withSteps(steps, world.now()).withState(OperationState.SUCCEEDED, world.now())));
        }
        return steps.equals(operation.steps())
                ? Optional.empty()
                : Optional.of(new Action.Advance(operation.withSteps(steps, world.now())));
    }

    private static List<OperationStep> failedSteps(List<OperationStep> steps) {
        return steps.stream()
                .map(step -> step.state() == OperationStep.State.RUNNING
                        ? new OperationStep(step.name(), OperationStep.State.FAILED, step.note())
                        : step)
                .toList();
    }

    /** One instance as operations look at it; a report counts only from the node and term of its placement. */
    private record Look(
            DesiredInstance instance, Optional<InstanceReport> report, Optional<String> waits, boolean answers) {

        static Look at(World world, DesiredInstance instance, Optional<String> waits) {
            Optional<InstanceReport> report = instance.placement()
                    .flatMap(placement -> world.sight()
                            .of(placement.node(), instance.id())
                            .filter(seen -> seen.term().equals(placement.term())
                                    && seen.version() >= instance.row().version()));
            return new Look(instance, report, waits, world.answers().test(instance.id()));
        }

        boolean running() {
            return Observed.of(report) == Observed.RUNNING;
        }

        /** Whether nothing of it runs: every replica rests, or it was never placed. */
        boolean stopped() {
            return instance.placement().isEmpty()
                    || report.filter(seen -> seen.replicas().stream().allMatch(replica -> rests(replica.state())))
                            .isPresent();
        }

        private static boolean rests(ReplicaState state) {
            return switch (state) {
                case ReplicaState.Absent absent -> true;
                case ReplicaState.Stopped stopped -> true;
                case ReplicaState.Done done -> true;
                case ReplicaState.Failed failed -> true;
                case ReplicaState.Waiting waiting -> false;
                case ReplicaState.Starting starting -> false;
                case ReplicaState.Ready ready -> false;
                case ReplicaState.Unhealthy unhealthy -> false;
                case ReplicaState.Crashed crashed -> false;
            };
        }

        /** Whether nothing of it is left, its hosts included, so that the same order may come again at once. */
        boolean gone() {
            return instance.row().goneAt().isPresent() && instance.hosts().isEmpty();
        }

        OperationStep step(String name, boolean done) {
            return new OperationStep(
                    name,
                    done ? OperationStep.State.DONE : OperationStep.State.RUNNING,
                    done ? Optional.empty() : busy());
        }

        List<OperationStep> startingSteps() {
            boolean placed = instance.placement().isPresent();
            boolean running = running();
            return List.of(
                    new OperationStep("place on a node", state(true, placed), placed ? Optional.empty() : waits),
                    new OperationStep("start services", state(placed, running), placed ? busy() : Optional.empty()),
                    new OperationStep("answer at its hosts", state(running, running && answers), Optional.empty()));
        }

        List<ServiceFailure> failures() {
            return report.stream()
                    .flatMap(seen -> seen.replicas().stream())
                    .flatMap(replica -> failure(replica).stream())
                    .toList();
        }

        private static Optional<ServiceFailure> failure(ReplicaReport replica) {
            Optional<Failure> failure = switch (replica.state()) {
                case ReplicaState.Failed failed -> Optional.of(failed.failure());
                case ReplicaState.Unhealthy unhealthy -> Optional.of(unhealthy.failure());
                case ReplicaState.Crashed crashed ->
                    crashed.restarts() >= MOST_CRASHES ? Optional.of(crashed.failure()) : Optional.empty();
                case ReplicaState.Absent absent -> Optional.empty();
                case ReplicaState.Waiting waiting -> Optional.empty();
                case ReplicaState.Starting starting -> Optional.empty();
                case ReplicaState.Ready ready -> Optional.empty();
                case ReplicaState.Done done -> Optional.empty();
                case ReplicaState.Stopped stopped -> Optional.empty();
            };
            return failure.map(reason -> new ServiceFailure(
                    replica.replica().service(), replica.replica().number(), reason));
        }

        private static OperationStep.State state(boolean begun, boolean done) {
            if (done) {
                return OperationStep.State.DONE;
            }
            return begun ? OperationStep.State.RUNNING : OperationStep.State.PENDING;
        }

        /** What the instance is busy with: how many replicas are ready, and what the first other one waits for. */
        private Optional<String> busy() {
            if (report.isEmpty()) {
                return Optional.of("waits for the node's agent");
            }
            List<ReplicaReport> replicas = report.get().replicas();
            long ready = replicas.stream().filter(Look::isReady).count();
            String count = ready + " of " + replicas.size() + " ready";
            return Optional.of(replicas.stream()
                    .filter(replica -> !isReady(replica))
                    .findFirst()
                    .map(replica -> count + "; " + replica.replica() + " " + told(replica.state()))
                    .orElse(count));
        }

        private static boolean isReady(ReplicaReport replica) {
            return replica.state() instanceof ReplicaState.Ready || replica.state() instanceof ReplicaState.Done;
        }

        private static String told(ReplicaState state) {
            return switch (state) {
                case ReplicaState.Absent absent -> "is absent";
                case ReplicaState.Waiting waiting -> "waits: " + waiting.reason();
                case ReplicaState.Starting starting -> "is starting";
                case ReplicaState.Ready ready -> "is ready";
                case ReplicaState.Unhealthy unhealthy ->
                    "is unhealthy: " + unhealthy.failure().reason();
                case ReplicaState.Crashed crashed ->
                    "crashed: " + crashed.failure().reason();
                case ReplicaState.Done done -> "is done";
                case ReplicaState.Failed failed -> "failed: " + failed.failure().reason();
                case ReplicaState.Stopped stopped -> "is stopped";
            };
        }
    }
}
