package org.tenantry.gateway.api;

import java.util.List;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.audit.Audit;

/** Who changed what, over HTTP. */
final class AuditRoutes {
    private final Audit audit;

    AuditRoutes(Audit audit) {
        this.audit = audit;
    }

    List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/audit")
                .needs(Permission.AUDIT_READ)
                .about(new TenantOf.Scope())
                .query("limit", "after")
                .answers(exchange -> Answer.page(audit.page(exchange.scope(), exchange.page()), exchange)));
    }
}
