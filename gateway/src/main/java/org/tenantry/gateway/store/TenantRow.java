package org.tenantry.gateway.store;

import java.time.Instant;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/**
 * A tenant as it is kept.
 *
 * @param title what people read, such as the company's name
 * @param removed whether it is gone; its name may then be another's
 * @param version counts the changes of this row; 0 before it is inserted
 */
public record TenantRow(
        TenantId id, TenantName name, String title, String plan, boolean removed, Instant created, long version) {

    public TenantRow withName(TenantName other) {
        return new TenantRow(id, other, title, plan, removed, created, version);
    }

    public TenantRow withTitle(String other) {
        return new TenantRow(id, name, other, plan, removed, created, version);
    }

    public TenantRow withPlan(String other) {
        return new TenantRow(id, name, title, other, removed, created, version);
    }

    public TenantRow withRemoved() {
        return new TenantRow(id, name, title, plan, true, created, version);
    }

    TenantRow withVersion(long other) {
        return new TenantRow(id, name, title, plan, removed, created, other);
    }
}
