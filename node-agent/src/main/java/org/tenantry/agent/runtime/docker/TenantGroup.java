package org.tenantry.agent.runtime.docker;

import org.tenantry.agent.runtime.Bounds;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.tenant.TenantId;

/** The control group that all containers of one tenant lie in, named by cluster and tenant exactly. Pure. */
record TenantGroup(ClusterId cluster, Bounds bounds) {
    /** As the engine wants it: a path, or with systemd a slice, whose hyphens stand for its parents. */
    String parent(TenantId tenant, Traits traits) {
        return traits.systemd() ? slice(tenant) : "/" + path(tenant);
    }

    /** Below the root of a tree of control groups. */
    String path(TenantId tenant) {
        return bounds.group() + "/" + cluster + "/" + tenant;
    }

    private String slice(TenantId tenant) {
        return bounds.group().replace('/', '-') + "-" + plain(cluster.value()) + "-" + plain(tenant.value()) + ".slice";
    }

    /** An id has one hyphen, after its first letter. */
    private static String plain(String id) {
        return id.replace("-", "");
    }
}
