package org.tenantry.gateway.reconcile;

import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;
import org.tenantry.gateway.store.OperationRow;

/** One thing for the leader to write. Every action may be planned again before it was carried out; twice is as good as once. */
public sealed interface Action {
    /** The instance belongs on that node from now on. */
    record Place(InstanceId instance, NodeId node) implements Action {}

    /** The time in which it could be taken back is over: nothing is to be left of it. */
    record Remove(InstanceId instance) implements Action {}

    /** Nothing of the removed instance is left on that node. */
    record ConfirmGone(InstanceId instance, NodeId node) implements Action {}

    /** Nothing of the removed instance is left anywhere: its secrets go, its hosts wait for the gateways. */
    record Forget(InstanceId instance) implements Action {}

    /** Every gateway has dropped the route: the host may lead elsewhere. */
    record ReleaseHost(CanonicalHost host) implements Action {}

    /** The operation came further. */
    record Advance(OperationRow operation) implements Action {}

    /** The operation failed: what it began is taken back by that goal. */
    record TakeBack(OperationRow operation, Goal goal) implements Action {}

    /** The change failed: what was wanted before is wanted again. */
    record FallBack(OperationRow operation) implements Action {}
}
