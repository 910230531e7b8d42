package org.tenantry.gateway.agents;

import java.time.InstantSource;
import java.util.List;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.Registration;
import org.tenantry.gateway.instances.Assignments;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.Store;

/** What a node is told: its verdicts from memory, its assignments from the store. */
public final class NodeOrders {
    private final Store store;
    private final Desired desired;
    private final Assignments assignments;
    private final InstantSource clock;

    public NodeOrders(Store store, Desired desired, Assignments assignments, InstantSource clock) {
        this.store = store;
        this.desired = desired;
        this.assignments = assignments;
        this.clock = clock;
    }

    /** Notes what the agent told of its machine, and gives it its first orders. Blocks. */
    Orders register(NodeId node, Registration registration) {
        store.write(writing -> {
            writing.nodes().enrolled(node);
            NodeRow row = writing.nodes().require(node);
            boolean same = row.facts().equals(registration.facts());
            return same
                    ? row
                    : writing.nodes().update(row.withFacts(registration.facts()).withSeen(clock.instant()));
        });
        desired.catchUp();
        return current(node, registration.held());
    }

    /** The whole set of verdicts as this gateway knows them now. */
    Orders current(NodeId node, List<Held> held) {
        return Verdicts.of(desired.term(), node, desired.concerning(node, held), held);
    }

    /** One instance, whole, for the node that it is placed on. Blocks. */
    Assignment assignment(NodeId node, InstanceId instance) {
        return assignments.of(node, instance);
    }
}
