package org.tenantry.agent.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;

/** Towards an instance that rests or is gone: containers stop against the order of dependencies, and nothing is made. */
final class Descent {
    private final Situation situation;

    Descent(Situation situation) {
        this.situation = situation;
    }

    /** Stops what runs; containers that aren't wanted go, everything else stays. */
    Decision rest(Assignment assignment) {
        Set<ReplicaKey> wanted = Situation.replicas(assignment).keySet();
        Stream<Step> leftovers = Leftovers.containers(situation, wanted::contains, Occasion.ENDING).stream();
        Stream<Step> stops = stops(Optional.of(assignment))
                .filter(step -> wanted.contains(step.replica()))
                .map(step -> step);
        SortedMap<ReplicaKey, ReplicaState> states = states("it is being stopped");
        wanted.forEach(replica -> states.putIfAbsent(replica, new ReplicaState.Absent()));
        return decision(inOrder(Stream.concat(leftovers, stops)), states, false);
    }

    /** Stops what runs, at once, and touches nothing else: somebody else may be responsible for it by now. */
    Decision aside(Optional<Assignment> assignment) {
        return decision(stops(assignment).map(step -> step), states("it is being stopped and kept aside"), false);
    }

    /** Removes everything: containers, then what they used. */
    Decision remove() {
        SortedMap<ReplicaKey, ReplicaState> states = states("it is being removed");
        states.replaceAll((replica, state) -> new ReplicaState.Waiting("it is being removed"));
        boolean quiet = situation.busy().stream().noneMatch(Targets::isOwn);
        boolean gone = situation.seen().isEmpty() && quiet;
        Stream<Step> steps = situation.seen().containers().isEmpty() ? materials() : containers();
        return decision(inOrder(steps), states, gone);
    }

    /** Only says what is there. */
    Decision untouched() {
        return decision(Stream.of(), states("nobody said yet what is to become of it"), false);
    }

    private Stream<Step> containers() {
        return Leftovers.containers(situation, replica -> false, Occasion.ENDING).stream();
    }

    /** Whatever served the web leaves it first: what it has begun needs all the rest. */
    private Stream<Step> inOrder(Stream<Step> steps) {
        List<HeldContainer> remaining = Leaving.remaining(situation);
        return remaining.isEmpty()
                ? steps
                : remaining.stream().map(container -> Leaving.retire(situation, container, Occasion.ENDING));
    }

    private Stream<Step> materials() {
        Stream<Step> networks = situation.seen().networks().stream()
                .map(network -> new Step.RemoveNetwork(network.name(), network.id()));
        Stream<Step> volumes =
                situation.seen().volumes().stream().map(volume -> new Step.RemoveVolume(volume.key(), volume.id()));
        return Stream.concat(networks, volumes);
    }

    private Stream<Step.Stop> stops(Optional<Assignment> assignment) {
        List<HeldContainer> up =
                situation.seen().containers().stream().filter(Situation::isUp).toList();
        Set<ServiceName> running =
                up.stream().map(one -> one.replica().service()).collect(Collectors.toSet());
        List<HeldContainer> unneeded = up.stream()
                .filter(one -> !isNeeded(one.replica().service(), running, assignment))
                .toList();
        List<HeldContainer> next = unneeded.isEmpty() ? up : unneeded;
        return next.stream()
                .collect(Collectors.toMap(HeldContainer::replica, one -> one, (one, other) -> one))
                .values()
                .stream()
                .map(one -> new Step.Stop(
                        one.replica(),
                        one.id(),
                        assignment
                                .map(known -> Leftovers.grace(one.replica().service(), known))
                                .orElse(Situation.GRACE)));
    }

    /** Whether a service that still runs depends on that one. */
    private static boolean isNeeded(ServiceName name, Set<ServiceName> running, Optional<Assignment> assignment) {
        return assignment.stream()
                .flatMap(known -> known.services().stream())
                .filter(service -> running.contains(service.name()))
                .flatMap(service -> service.dependsOn().stream())
                .anyMatch(dependency -> dependency.service().equals(name));
    }

    private SortedMap<ReplicaKey, ReplicaState> states(String whileUp) {
        SortedMap<ReplicaKey, ReplicaState> states = new TreeMap<>();
        for (HeldContainer container : situation.seen().containers()) {
            boolean up = Situation.isUp(container);
            ReplicaState state = up ? new ReplicaState.Waiting(whileUp) : new ReplicaState.Stopped();
            states.merge(container.replica(), state, (one, other) -> up ? state : one);
        }
        return states;
    }

    private Decision decision(Stream<? extends Step> steps, SortedMap<ReplicaKey, ReplicaState> states, boolean gone) {
        List<Step> free =
                steps.<Step>map(step -> step).filter(situation::isFree).toList();
        return new Decision(
                free,
                states,
                Map.of(),
                situation.memory().troubles().values().stream()
                        .map(Memory.Trouble::retryAt)
                        .filter(time -> time.isAfter(situation.now()))
                        .min(java.time.Instant::compareTo),
                gone);
    }
}
