package org.tenantry.agent.worker;

import java.util.Comparator;
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
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.node.NodeId;

/** What is told of one instance; with an endpoint for each replica of the web service that is ready. */
record Endpoints(NodeId node, InstanceId instance) {
    InstanceReport report(Situation situation, Decision decision) {
        List<ReplicaReport> replicas = decision.states().entrySet().stream()
                .map(entry -> new ReplicaReport(entry.getKey(), entry.getValue(), endpoint(situation, entry)))
                .toList();
        Wish wish = situation.wish();
        return new InstanceReport(instance, wish.term(), wish.version(), decision.gone(), replicas);
    }

    /** Where a container answers: in a network with a way out before an internal one, then by name. */
    static Optional<Map.Entry<HeldNetwork, String>> address(HeldContainer container, Inventory seen) {
        return seen.networks().stream()
                .filter(network -> container.address(network).isPresent())
                .min(Comparator.comparing(HeldNetwork::internal).thenComparing(HeldNetwork::name))
                .map(network -> Map.entry(network, container.address(network).orElseThrow()));
    }

    private Optional<Endpoint> endpoint(Situation situation, Map.Entry<ReplicaKey, ReplicaState> told) {
        ReplicaKey replica = told.getKey();
        boolean answers = situation.wish() instanceof Wish.Follow(Assignment assignment)
                && assignment.goal().runs()
                && assignment.web().service().equals(replica.service())
                && told.getValue() instanceof ReplicaState.Ready;
        return answers && situation.wish() instanceof Wish.Follow(Assignment assignment)
                ? up(situation, replica)
                        .flatMap(container -> address(container, situation.seen()))
                        .map(found -> endpoint(assignment, replica, found))
                : Optional.empty();
    }

    private static Optional<HeldContainer> up(Situation situation, ReplicaKey replica) {
        return situation.containers(replica).stream()
                .filter(Situation::isUp)
                .min(Comparator.comparing(HeldContainer::id));
    }

    private Endpoint endpoint(Assignment assignment, ReplicaKey replica, Map.Entry<HeldNetwork, String> found) {
        return new Endpoint(
                node,
                assignment.term(),
                instance,
                replica,
                found.getValue(),
                assignment.web().port(),
                found.getKey().device(),
                assignment.web().protocol());
    }
}
