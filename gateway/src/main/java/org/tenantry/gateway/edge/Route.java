package org.tenantry.gateway.edge;

import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

/**
 * What answers at one host. Immutable, so that a request keeps the one it was routed by. A route with an endpoint of another
 * instance cannot be made: this is the last place where a mix-up of tenants could begin.
 */
public record Route(
        CanonicalHost host, InstanceId instance, TenantId tenant, Availability availability, RouteRules rules) {
    public Route {
        for (Endpoint endpoint : availability.endpoints()) {
            if (!endpoint.instance().equals(instance)) {
                throw TenantryException.invalid(
                        "endpoint", endpoint.instance().value(), "an endpoint of instance " + instance);
            }
        }
    }

    /** A route with the rules that suit most. */
    public Route(CanonicalHost host, InstanceId instance, TenantId tenant, Availability availability) {
        this(host, instance, tenant, availability, RouteRules.standard());
    }

    public Route withRules(RouteRules changed) {
        return new Route(host, instance, tenant, availability, changed);
    }
}
