package org.tenantry.gateway.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.store.ServiceFailure;

/** One instance as operations look at it; a report counts only from the node and term of its placement. */
record Look(DesiredInstance instance, Optional<InstanceReport> report, Optional<String> waits, boolean answers) {
    /** So many crashes in a row while an operation brings a service up are a failure of the operation. */
    private static final int MOST_CRASHES = 5;

    static Look at(World world, DesiredInstance instance, Optional<String> waits) {
        Optional<InstanceReport> report = instance.placement()
                .flatMap(placement -> world.sight()
                        .of(placement.node(), instance.id())
                        .filter(seen -> seen.term().equals(placement.term())
                                && seen.version() >= instance.row().version()));
        return new Look(instance, report, waits, world.answers().test(instance.id()));
    }

    /** Whether every replica does what it should, in the revision that is wanted. */
    boolean running() {
        return Observed.of(report) == Observed.RUNNING
                && report.stream().flatMap(seen -> seen.replicas().stream()).allMatch(this::isReady);
    }

    /** Whether every replica of these services does what it should, in the revision that is wanted. */
    boolean running(Set<ServiceName> services) {
        return report.isPresent()
                && report.get().replicas().stream()
                        .filter(replica -> services.contains(replica.replica().service()))
                        .allMatch(this::isReady);
    }

    /** Whether the node's agent was heard since the last order. */
    boolean heard() {
        return report.isPresent();
    }

    /** Whether a host is being given back, which every gateway has to know first. */
    boolean releases() {
        return instance.hosts().stream().anyMatch(host -> host.releasedAt().isPresent());
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
                name, done ? OperationStep.State.DONE : OperationStep.State.RUNNING, done ? Optional.empty() : busy());
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
        return failures(service -> true);
    }

    /** How replicas of these services failed; one of a revision that is wanted no longer is forgiven. */
    List<ServiceFailure> failures(Predicate<ServiceName> services) {
        return report.stream()
                .flatMap(seen -> seen.replicas().stream())
                .filter(replica -> services.test(replica.replica().service()))
                .flatMap(replica -> failure(replica).stream())
                .toList();
    }

    private Optional<ServiceFailure> failure(ReplicaReport replica) {
        ServiceName service = replica.replica().service();
        Optional<Failure> failure = switch (replica.state()) {
            case ReplicaState.Failed failed -> Optional.of(failed.failure());
            case ReplicaState.Unhealthy unhealthy -> where(wants(service, unhealthy.revision()), unhealthy.failure());
            case ReplicaState.Crashed crashed ->
                where(wants(service, crashed.revision()) && crashed.restarts() >= MOST_CRASHES, crashed.failure());
            case ReplicaState.Absent absent -> Optional.empty();
            case ReplicaState.Waiting waiting -> Optional.empty();
            case ReplicaState.Starting starting -> Optional.empty();
            case ReplicaState.Ready ready -> Optional.empty();
            case ReplicaState.Done done -> Optional.empty();
            case ReplicaState.Stopped stopped -> Optional.empty();
        };
        return failure.map(
                reason -> new ServiceFailure(service, replica.replica().number(), reason));
    }

    private static Optional<Failure> where(boolean counts, Failure failure) {
        return counts ? Optional.of(failure) : Optional.empty();
    }

    private boolean wants(ServiceName service, Revision revision) {
        return instance.outline().wants(service, revision);
    }

    static OperationStep.State state(boolean begun, boolean done) {
        if (done) {
            return OperationStep.State.DONE;
        }
        return begun ? OperationStep.State.RUNNING : OperationStep.State.PENDING;
    }

    boolean wantsToRun() {
        return instance.row().goal().runs();
    }

    /** Why it has no node yet, else what it is busy with. */
    Optional<String> waitsFor() {
        return instance.placement().isPresent() ? busy() : waits;
    }

    /** What the instance is busy with: how many replicas are ready, and what the first other one waits for. */
    Optional<String> busy() {
        if (report.isEmpty()) {
            return Optional.of("waits for the node's agent");
        }
        List<ReplicaReport> replicas = report.get().replicas();
        long ready = replicas.stream().filter(this::isReady).count();
        String count = ready + " of " + replicas.size() + " ready";
        return Optional.of(replicas.stream()
                .filter(replica -> !isReady(replica))
                .findFirst()
                .map(replica -> count + "; " + replica.replica() + " " + told(replica.state()))
                .orElse(count));
    }

    private boolean isReady(ReplicaReport replica) {
        ServiceName service = replica.replica().service();
        return switch (replica.state()) {
            case ReplicaState.Ready ready -> wants(service, ready.revision());
            case ReplicaState.Done done -> wants(service, done.revision());
            case ReplicaState.Absent absent -> false;
            case ReplicaState.Waiting waiting -> false;
            case ReplicaState.Starting starting -> false;
            case ReplicaState.Unhealthy unhealthy -> false;
            case ReplicaState.Crashed crashed -> false;
            case ReplicaState.Failed failed -> false;
            case ReplicaState.Stopped stopped -> false;
        };
    }

    private static String told(ReplicaState state) {
        return switch (state) {
            case ReplicaState.Absent absent -> "is absent";
            case ReplicaState.Waiting waiting -> "waits: " + waiting.reason();
            case ReplicaState.Starting starting -> "is starting";
            case ReplicaState.Ready ready -> "is what it was before";
            case ReplicaState.Unhealthy unhealthy ->
                "is unhealthy: " + unhealthy.failure().reason();
            case ReplicaState.Crashed crashed -> "crashed: " + crashed.failure().reason();
            case ReplicaState.Done done -> "is what it was before";
            case ReplicaState.Failed failed -> "failed: " + failed.failure().reason();
            case ReplicaState.Stopped stopped -> "is stopped";
        };
    }
}
