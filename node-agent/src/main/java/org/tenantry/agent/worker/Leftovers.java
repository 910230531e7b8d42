package org.tenantry.agent.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;

/** Containers and networks of an instance that its assignment doesn't name (any more). Volumes are never among them. */
final class Leftovers {
    private Leftovers() {}

    /** Clears away the containers of replicas that aren't wanted; one per replica at a time. */
    static List<Step> containers(Situation situation, Predicate<ReplicaKey> wanted, Occasion occasion) {
        return situation.seen().containers().stream()
                .filter(container -> !wanted.test(container.replica()))
                .collect(Collectors.toMap(HeldContainer::replica, container -> container, (one, other) -> one))
                .values()
                .stream()
                .map(container -> clear(situation, container, Situation.GRACE, occasion))
                .toList();
    }

    /** Clears away networks once no container that isn't wanted could be in them. */
    static List<Step> networks(Situation situation, Assignment assignment) {
        Set<String> named =
                assignment.networks().stream().map(InstanceNetwork::name).collect(Collectors.toSet());
        return situation.seen().networks().stream()
                .filter(network -> !named.contains(network.name()))
                .filter(network -> situation.seen().containers().stream()
                        .noneMatch(container -> container.address(network).isPresent()))
                .<Step>map(network -> new Step.RemoveNetwork(network.name(), network.id()))
                .toList();
    }

    /** One step towards its being gone: out of the web, then stopped, then removed. */
    static Step clear(Situation situation, HeldContainer container, Duration grace, Occasion occasion) {
        return Leaving.hasLeft(situation, container)
                ? clear(container, grace)
                : Leaving.retire(situation, container, occasion);
    }

    static Step clear(HeldContainer container, Assignment assignment) {
        return clear(container, grace(container.replica().service(), assignment));
    }

    private static Step clear(HeldContainer container, Duration grace) {
        return Situation.isUp(container)
                ? new Step.Stop(container.replica(), container.id(), grace)
                : new Step.RemoveContainer(container.replica(), container.id());
    }

    /** How long that service's containers may take to stop. */
    static Duration grace(ServiceName name, Assignment assignment) {
        return assignment.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .flatMap(service -> service.form().stopGrace())
                .orElse(Situation.GRACE);
    }
}
