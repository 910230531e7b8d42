package org.tenantry.gateway.store;

import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;

/** A node that was ever told to hold an instance and has not confirmed that nothing is left of it. */
public record HoldingRow(InstanceId instance, NodeId node) {}
