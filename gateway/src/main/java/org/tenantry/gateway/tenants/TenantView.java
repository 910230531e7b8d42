package org.tenantry.gateway.tenants;

import java.time.Instant;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/**
 * A tenant as people see it.
 *
 * @param instances how many it has
 * @param version counts its changes
 */
public record TenantView(
        TenantId id, TenantName name, String title, String plan, long instances, Instant created, long version) {}
