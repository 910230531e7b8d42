package org.tenantry.gateway.agents;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Report;

/**
 * Everything that agents have reported, in memory: rebuilt from their reports after a start, never written anywhere. What a
 * node said stays when its session ends: silence is not absence.
 */
public final class Observations {
    private final Map<NodeId, NodeSight> sights = new ConcurrentHashMap<>();
    private final List<BiConsumer<NodeId, Set<InstanceId>>> listeners = new CopyOnWriteArrayList<>();

    /** Called after each report with the node and the instances it was about. */
    public void listen(BiConsumer<NodeId, Set<InstanceId>> listener) {
        listeners.add(listener);
    }

    /** What that node's agent last said of that instance. */
    public Optional<InstanceReport> of(NodeId node, InstanceId instance) {
        return Optional.ofNullable(sight(node).instances().get(instance));
    }

    /** Whether everything that the node has was heard since this gateway started. */
    public boolean complete(NodeId node) {
        return sight(node).complete();
    }

    NodeSight sight(NodeId node) {
        return sights.getOrDefault(node, NodeSight.NOTHING);
    }

    /** Takes one report; false where something before it was missed. */
    boolean heard(NodeId node, Report report) {
        NodeSight before = sight(node);
        NodeSight now = sights.compute(node, (id, sight) -> (sight == null ? NodeSight.NOTHING : sight).after(report));
        Set<InstanceId> touched =
                report.instances().stream().map(InstanceReport::instance).collect(Collectors.toSet());
        if (report.part().isPresent()) {
            touched.addAll(before.instances().keySet());
            touched.addAll(now.instances().keySet());
        }
        listeners.forEach(listener -> listener.accept(node, touched));
        return now.follows();
    }
}
