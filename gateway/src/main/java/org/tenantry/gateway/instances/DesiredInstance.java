package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.node.NodeId;
import org.tenantry.gateway.scheduler.Demand;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.PlacementRow;

/**
 * One instance as the store has it, read in one snapshot.
 *
 * @param hosts those that wait to be released included
 * @param holdings every node that ever held it and has not confirmed that nothing is left
 * @param outline what it comes to
 * @param rules what it asks of those who use its web service; the template's own object, as that of its other instances
 */
public record DesiredInstance(
        InstanceRow row,
        List<HostRow> hosts,
        Optional<PlacementRow> placement,
        Set<NodeId> holdings,
        Outline outline,
        WebRules rules) {

    public DesiredInstance {
        hosts = List.copyOf(hosts);
        holdings = Set.copyOf(holdings);
    }

    /** What it asks of a node. */
    public Demand demand() {
        return outline.demand();
    }

    public InstanceId id() {
        return row.id();
    }

    /** Whether nothing is left to do for it: nothing of it is anywhere, and no host waits for its release. */
    boolean isHistory() {
        return row.goneAt().isPresent() && hosts.isEmpty() && holdings.isEmpty();
    }
}
