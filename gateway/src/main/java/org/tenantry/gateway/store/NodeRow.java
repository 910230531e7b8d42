package org.tenantry.gateway.store;

import java.time.Instant;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

/**
 * A server.
 *
 * @param cordoned whether nothing new may be placed on it
 * @param seen when its agent last registered, or later
 * @param version counts the changes of this row, those of {@code seen} not among them; 0 before it is inserted
 */
public record NodeRow(
        NodeId id, NodeName name, NodeFacts facts, boolean cordoned, Instant created, Instant seen, long version) {

    public NodeRow withFacts(NodeFacts others) {
        return new NodeRow(id, name, others, cordoned, created, seen, version);
    }

    public NodeRow withName(NodeName other) {
        return new NodeRow(id, other, facts, cordoned, created, seen, version);
    }

    public NodeRow withCordoned(boolean other) {
        return new NodeRow(id, name, facts, other, created, seen, version);
    }

    public NodeRow withSeen(Instant other) {
        return new NodeRow(id, name, facts, cordoned, created, other, version);
    }

    NodeRow withVersion(long other) {
        return new NodeRow(id, name, facts, cordoned, created, seen, other);
    }
}
