package org.tenantry.gateway.agents;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.FilePiece;
import org.tenantry.common.protocol.FileRequest;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.Registration;
import org.tenantry.gateway.instances.Assignments;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.Store;

/** What a node is told: its verdicts from memory, its assignments from the store. */
public final class NodeOrders {
    private static final Logger LOG = LoggerFactory.getLogger(NodeOrders.class);

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

    /** Notes what the agent told of its machine, and what it holds. Blocks. */
    Told register(NodeId node, Registration registration) {
        Term now = store.write(writing -> {
            writing.nodes().enrolled(node);
            Restored.by(writing, registration).ifPresent(incarnation -> {
                LOG.warn(
                        "{}: heard more than the store knows: it was restored, incarnation {} begins",
                        node,
                        incarnation);
                writing.beginIncarnation(incarnation);
            });
            NodeRow row = writing.nodes().require(node);
            if (!row.facts().equals(registration.facts())) {
                writing.nodes().update(row.withFacts(registration.facts()).withSeen(clock.instant()));
            }
            return writing.term();
        });
        desired.reigns(now);
        desired.catchUp();
        return told(registration.held());
    }

    /** What the agent says that it holds, with the history of what nobody desires any more. Blocks. */
    Told told(List<Held> held) {
        List<InstanceId> undesired = held.stream()
                .map(Held::instance)
                .filter(id -> desired.of(id).isEmpty())
                .toList();
        try {
            return new Told(
                    held,
                    undesired.stream()
                            .flatMap(id -> desired.history(id).stream())
                            .toList());
        } catch (TenantryException away) {
            LOG.warn("{}: kept aside, for their history can't be read: {}", undesired, away.message());
            return new Told(held, List.of());
        }
    }

    /** The whole set of verdicts as this gateway knows them now. */
    Orders current(NodeId node, Told told) {
        List<DesiredInstance> concerned = new ArrayList<>(told.history());
        // What is known by now counts more than what the store said then.
        concerned.addAll(desired.concerning(node, told.held()));
        return Verdicts.of(desired.term(), node, concerned, told.held());
    }

    /** One instance, whole, for the node that it is placed on. Blocks. */
    Assignment assignment(NodeId node, InstanceId instance) {
        return assignments.of(node, instance);
    }

    /** A piece of a file of an instance, for the node that it is placed on. Blocks. */
    FilePiece file(NodeId node, FileRequest request) {
        return FilePiece.of(assignments.content(node, request.instance(), request.digest()), request.offset());
    }
}
