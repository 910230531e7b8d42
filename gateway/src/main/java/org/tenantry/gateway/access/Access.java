package org.tenantry.gateway.access;

import java.util.Optional;
import org.tenantry.common.tenant.TenantId;

/**
 * The one policy. An administrator may everything; somebody of a tenant may what concerns that tenant and read what is
 * shared by all.
 */
public final class Access {
    private Access() {}

    /**
     * Whether the principal may do this.
     *
     * @param tenant whose thing it is; empty for things of the cluster
     */
    public static boolean may(Principal principal, Permission permission, Optional<TenantId> tenant) {
        return veto(principal, permission, tenant).isEmpty();
    }

    /** Why the principal may not do this; empty where it may. */
    public static Optional<String> veto(Principal principal, Permission permission, Optional<TenantId> tenant) {
        return switch (principal) {
            case Principal.Admin admin -> Optional.empty();
            case Principal.Bound bound -> veto(bound.tenant(), permission, tenant);
        };
    }

    /**
     * Whether the principal may know that a thing of this tenant exists. Where not, it is told exactly what it would be told
     * of a thing that never existed.
     */
    public static boolean knows(Principal principal, Optional<TenantId> tenant) {
        return tenant.isEmpty()
                || principal.scope().isEmpty()
                || principal.scope().equals(tenant);
    }

    private static Optional<String> veto(TenantId own, Permission permission, Optional<TenantId> tenant) {
        if (tenant.isPresent() && !tenant.get().equals(own)) {
            return Optional.of("the token is bound to another tenant");
        }
        return switch (reach(permission)) {
            case SHARED -> Optional.empty();
            case OWN ->
                tenant.isPresent() ? Optional.empty() : Optional.of("the token is bound to a tenant, this is not its");
            case CLUSTER -> Optional.of(permission.word() + " needs an administrator's token");
        };
    }

    private static Reach reach(Permission permission) {
        return switch (permission) {
            case TENANT_READ, INSTANCE_READ, INSTANCE_WRITE, INSTANCE_LOGS, INSTANCE_EXEC, OPERATION_READ, AUDIT_READ ->
                Reach.OWN;
            case TEMPLATE_READ, EVENT_READ, CLUSTER_READ -> Reach.SHARED;
            case TENANT_WRITE, TEMPLATE_WRITE, INSTANCE_LOCK, NODE_READ, TOKEN_READ, TOKEN_WRITE -> Reach.CLUSTER;
        };
    }

    /** How far somebody of one tenant reaches with a permission. */
    private enum Reach {
        /** To what is everybody's. */
        SHARED,
        /** To what is the tenant's own. */
        OWN,
        /** Not at all: it concerns the cluster. */
        CLUSTER
    }
}
