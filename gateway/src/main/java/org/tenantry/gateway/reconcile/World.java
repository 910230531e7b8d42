package org.tenantry.gateway.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.NodeId;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.scheduler.Candidate;
import org.tenantry.gateway.store.OperationRow;

/**
 * All that the planner looks at.
 *
 * @param instances those that are not gone, and those that are with an operation under way
 * @param operations those that have not ended
 * @param answers whether every host of an instance leads to an endpoint of it at this gateway
 * @param applied the position in the change feed that every live gateway's routes have reached
 */
public record World(
        Instant now,
        List<DesiredInstance> instances,
        List<OperationRow> operations,
        List<Candidate> nodes,
        Sight sight,
        Predicate<InstanceId> answers,
        long applied) {

    /** What agents last said. */
    @FunctionalInterface
    public interface Sight {
        /** What that node's agent last said of that instance. */
        Optional<InstanceReport> of(NodeId node, InstanceId instance);
    }
}
