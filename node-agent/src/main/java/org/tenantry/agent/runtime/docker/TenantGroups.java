package org.tenantry.agent.runtime.docker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.tenant.TenantId;

/**
 * Bounds what all containers of a tenant use together. Groups that the agent writes itself are looked at each time; what
 * systemd was told it keeps, so it is told once.
 */
final class TenantGroups {
    private final TenantGroup group;
    private final ControlGroups files;
    private final Slices slices;
    private final Set<TenantId> told = ConcurrentHashMap.newKeySet();

    TenantGroups(TenantGroup group, ControlGroups files, Slices slices) {
        this.group = group;
        this.files = files;
        this.slices = slices;
    }

    void bound(TenantId tenant, Traits traits) {
        Limits limits = group.bounds().tenant();
        if (traits.systemd()) {
            boundSlice(tenant, limits, traits);
        } else if (!limits.equals(Limits.NONE) || files.has(group.path(tenant), traits)) {
            files.bound(group.path(tenant), limits, traits);
        }
    }

    private void boundSlice(TenantId tenant, Limits limits, Traits traits) {
        if (!limits.equals(Limits.NONE) && !told.contains(tenant)) {
            slices.bound(group.parent(tenant, traits), limits);
            told.add(tenant);
        }
    }
}
