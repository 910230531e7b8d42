package org.tenantry.common.protocol;

import org.tenantry.common.instance.InstanceId;

/** An agent asks for the assignment that an order names. It is refused for an instance that isn't placed on the node. */
public record AssignmentRequest(InstanceId instance) {}
