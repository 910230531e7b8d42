package org.tenantry.gateway.instances;

import org.tenantry.gateway.operations.OperationView;

/** An order that was taken: the instance as it is wanted now, and the operation that makes it so. */
public record Ordered(InstanceView instance, OperationView operation) {}
