package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.node.NodeName;

/** What agents see of an instance, as this gateway knows it. */
public record Seen(Optional<NodeName> node, Observed observed, List<ReplicaReport> replicas, Traffic traffic) {
    public Seen {
        replicas = List.copyOf(replicas);
    }

    /** Of an instance that nobody reported. */
    public static Seen nothing() {
        return new Seen(Optional.empty(), Observed.UNKNOWN, List.of(), Traffic.NONE);
    }
}
