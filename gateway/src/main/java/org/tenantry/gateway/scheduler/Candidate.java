package org.tenantry.gateway.scheduler;

import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

/**
 * A node as the scheduler sees it.
 *
 * @param ready its agent has a session now
 * @param cordoned a person wants nothing new on it
 * @param capacity what the machine has
 * @param taken the demands of everything placed on it
 * @param instances how many instances are placed on it
 */
public record Candidate(
        NodeId id, NodeName name, boolean ready, boolean cordoned, Demand capacity, Demand taken, int instances) {

    /** The same node with one more instance placed on it. */
    Candidate with(Demand demand) {
        return new Candidate(id, name, ready, cordoned, capacity, taken.plus(demand), instances + 1);
    }
}
