package org.tenantry.gateway.store;

import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;

/**
 * On which node an instance is.
 *
 * @param term in which that was decided
 * @param version counts the changes of this row; 0 before it is inserted
 */
public record PlacementRow(InstanceId instance, NodeId node, Term term, long version) {
    PlacementRow withVersion(long other) {
        return new PlacementRow(instance, node, term, other);
    }
}
