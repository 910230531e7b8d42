package org.tenantry.gateway.edge;

import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;

/**
 * A route that has much to do.
 *
 * @param host of several that lead to the instance, the first
 * @param traffic of the instance, by all its hosts
 */
public record BusyRoute(CanonicalHost host, InstanceId instance, RouteTraffic traffic) {}
