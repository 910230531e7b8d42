package org.tenantry.gateway.store;

import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.ServiceName;

/** How one replica of a service failed. */
public record ServiceFailure(ServiceName service, int replica, Failure failure) {}
