package org.tenantry.agent.worker;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Service;

/** What every wanted replica is at, seen from the goal that it runs. */
final class Standings {
    private final Situation situation;
    private final Assignment assignment;
    private final SortedMap<ReplicaKey, Standing> all = new TreeMap<>();
    private final SortedMap<ReplicaKey, ReplicaState> states = new TreeMap<>();

    Standings(Situation situation, Assignment assignment) {
        this.situation = situation;
        this.assignment = assignment;
        Situation.replicas(assignment)
                .forEach((replica, service) ->
                        all.put(replica, Standing.of(replica, service, situation.containers(replica))));
        all.forEach((replica, standing) -> states.put(replica, state(standing)));
    }

    SortedMap<ReplicaKey, Standing> all() {
        return all;
    }

    SortedMap<ReplicaKey, ReplicaState> states() {
        return states;
    }

    boolean isWanted(ReplicaKey replica) {
        return all.containsKey(replica);
    }

    /** What a service still waits for; empty when its containers may start. */
    Optional<String> awaited(Service service) {
        return service.dependsOn().stream()
                .filter(dependency -> !isMet(dependency))
                .map(dependency -> "waits until " + dependency.service() + " is " + word(dependency.condition()))
                .findFirst();
    }

    /** What keeps a replica's container from being made or started; a refusal before a passing trouble. */
    Optional<ReplicaState> obstacle(Standing standing) {
        Map<String, String> refused = situation.memory().refused();
        Map<String, Memory.Trouble> troubles = situation.memory().troubles();
        Optional<ReplicaState> never = targets(standing)
                .filter(refused::containsKey)
                .map(target -> (ReplicaState) new ReplicaState.Failed(
                        Failure.because(reason(refused, target)).blaming(Targets.key(target))))
                .findFirst();
        return never.or(() -> targets(standing)
                .flatMap(target -> Optional.ofNullable(troubles.get(target)).stream())
                .map(trouble -> (ReplicaState) new ReplicaState.Waiting(trouble.reason()))
                .findFirst());
    }

    /** What becomes of a replica whose end was noted, and empty where the end was forgiven. */
    Optional<Restart> verdict(Standing standing, Memory.Past past) {
        Restart restart = Restart.of(standing.service().restart(), past.ending().code(), past.crashes());
        boolean forgiven = restart == Restart.NEVER && past.ending().version() < assignment.version();
        return forgiven ? Optional.empty() : Optional.of(restart);
    }

    private static String reason(Map<String, String> reasons, String target) {
        return String.valueOf(reasons.get(target));
    }

    private Stream<String> targets(Standing standing) {
        return Stream.concat(
                Materials.of(standing, situation.memory()).targets(), Stream.of(Targets.replica(standing.replica())));
    }

    private boolean isMet(DependsOn dependency) {
        return states.entrySet().stream()
                .filter(entry -> entry.getKey().service().equals(dependency.service()))
                .allMatch(entry -> isMet(dependency.condition(), entry.getValue()));
    }

    private static boolean isMet(DependsOn.Condition condition, ReplicaState state) {
        return switch (condition) {
            case STARTED -> hasStarted(state);
            case HEALTHY -> state instanceof ReplicaState.Ready;
            case COMPLETED -> state instanceof ReplicaState.Done;
        };
    }

    private static boolean hasStarted(ReplicaState state) {
        return switch (state) {
            case ReplicaState.Starting starting -> true;
            case ReplicaState.Ready ready -> true;
            case ReplicaState.Unhealthy unhealthy -> true;
            case ReplicaState.Done done -> true;
            case ReplicaState.Absent absent -> false;
            case ReplicaState.Waiting waiting -> false;
            case ReplicaState.Crashed crashed -> false;
            case ReplicaState.Failed failed -> false;
            case ReplicaState.Stopped stopped -> false;
        };
    }

    private static String word(DependsOn.Condition condition) {
        return switch (condition) {
            case STARTED -> "started";
            case HEALTHY -> "healthy";
            case COMPLETED -> "completed";
        };
    }

    /** An old container speaks for the replica, unless its successor can never be made: then that has to be told. */
    private ReplicaState state(Standing standing) {
        Optional<ReplicaState> never = standing.kept().isEmpty()
                ? obstacle(standing).filter(ReplicaState.Failed.class::isInstance)
                : Optional.empty();
        return never.orElseGet(() -> shown(standing));
    }

    private ReplicaState shown(Standing standing) {
        Optional<HeldContainer> shown = standing.shown();
        return shown.isEmpty() ? missing(standing) : state(standing, shown.get());
    }

    private ReplicaState missing(Standing standing) {
        return obstacle(standing).orElseGet(() -> new ReplicaState.Waiting("its container is being made"));
    }

    private ReplicaState state(Standing standing, HeldContainer container) {
        return switch (container.state()) {
            case ContainerState.Running running -> Conditions.up(standing, container, assignment, situation.memory());
            case ContainerState.Paused paused -> Conditions.up(standing, container, assignment, situation.memory());
            case ContainerState.Created created -> resting(standing);
            case ContainerState.Unfinished unfinished -> missing(standing);
            case ContainerState.Exited exited -> ended(standing, container, exited);
            case ContainerState.Dead dead -> new ReplicaState.Waiting("its container is being removed");
        };
    }

    private ReplicaState ended(Standing standing, HeldContainer container, ContainerState.Exited exited) {
        Optional<Memory.Past> past = situation.memory().past(standing.replica(), container.id(), exited.finishedAt());
        if (past.isEmpty()) {
            return switch (Cause.of(container.id(), exited, situation.memory(), situation.now())) {
                case ITS_OWN, UNTOLD -> new ReplicaState.Waiting("its process ended with " + exited.code());
                case ANOTHERS -> resting(standing);
            };
        }
        Optional<Restart> verdict = verdict(standing, past.get());
        return verdict.isEmpty() ? resting(standing) : judged(standing, verdict.get(), past.get());
    }

    private ReplicaState judged(Standing standing, Restart verdict, Memory.Past past) {
        Failure failure = past.ending().failure();
        return switch (verdict) {
            case DONE -> new ReplicaState.Done(standing.service().revision());
            case AGAIN -> new ReplicaState.Crashed(standing.service().revision(), past.crashes(), failure);
            case NEVER -> new ReplicaState.Failed(failure);
        };
    }

    /** Complete and not running. What it waits for is told by the step that can't be taken; see {@link Ascent}. */
    private ReplicaState resting(Standing standing) {
        return obstacle(standing).orElseGet(() -> new ReplicaState.Waiting("it is being started"));
    }
}
