package org.tenantry.agent.worker;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.node.NodeId;

/** What is told of one instance; with an endpoint for each container that answers the web. */
record Endpoints(NodeId node, InstanceId instance) {
    InstanceReport report(Situation situation, Decision decision) {
        List<ReplicaReport> replicas = decision.states().entrySet().stream()
                .map(entry -> new ReplicaReport(
                        entry.getKey(), entry.getValue(), endpoint(situation, decision, entry.getKey())))
                .toList();
        Wish wish = situation.wish();
        return new InstanceReport(instance, wish.term(), wish.version(), decision.gone(), replicas);
    }

    private Optional<Endpoint> endpoint(Situation situation, Decision decision, ReplicaKey replica) {
        return Optional.ofNullable(decision.fronts().get(replica)).flatMap(container -> of(situation, container));
    }

    /** Where a container answers: in a network with a way out before an internal one, then by name. */
    static Optional<Map.Entry<HeldNetwork, String>> address(HeldContainer container, Inventory seen) {
        return seen.networks().stream()
                .filter(network -> container.address(network).isPresent())
                .min(Comparator.comparing(HeldNetwork::internal).thenComparing(HeldNetwork::name))
                .map(network -> Map.entry(network, container.address(network).orElseThrow()));
    }

    /** By the engine's ids of the containers that answer the web: what gateways are told of them. */
    Map<String, Endpoint> told(Situation situation, Decision decision) {
        Map<String, Endpoint> told = new HashMap<>();
        decision.fronts()
                .values()
                .forEach(container -> of(situation, container).ifPresent(one -> told.put(container.id(), one)));
        return told;
    }

    /** As what gateways may know a container; empty where nothing leads to it. */
    Optional<Endpoint> of(Situation situation, HeldContainer container) {
        return situation.wish() instanceof Wish.Follow(Assignment assignment)
                ? address(container, situation.seen()).map(found -> endpoint(situation, assignment, container, found))
                : Optional.empty();
    }

    private Endpoint endpoint(
            Situation situation, Assignment assignment, HeldContainer container, Map.Entry<HeldNetwork, String> found) {
        Optional<Endpoint> former = former(situation, assignment, container);
        return new Endpoint(
                node,
                assignment.term(),
                instance,
                container.replica(),
                found.getValue(),
                former.map(Endpoint::port).orElse(assignment.web().port()),
                found.getKey().device(),
                former.map(Endpoint::protocol).orElse(assignment.web().protocol()));
    }

    /** An old container listens where it did, and speaks what it did, whatever is wanted of its successor. */
    private static Optional<Endpoint> former(Situation situation, Assignment assignment, HeldContainer container) {
        boolean wanted = assignment.services().stream()
                .anyMatch(service -> service.revision().equals(container.revision()));
        return wanted
                ? Optional.empty()
                : situation.memory().fronts().of(container.id()).map(front -> front.endpoint());
    }
}
