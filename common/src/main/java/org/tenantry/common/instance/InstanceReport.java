package org.tenantry.common.instance;

import java.util.List;
import org.tenantry.common.node.Term;

/**
 * What an agent says of one instance: the assignment that it follows, and its replicas.
 *
 * @param gone nothing of the instance is left on the node: no container, network, volume or file
 */
public record InstanceReport(InstanceId instance, Term term, long version, boolean gone, List<ReplicaReport> replicas) {
    public InstanceReport {
        replicas = List.copyOf(replicas);
    }
}
