package org.tenantry.gateway.api;

import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Access;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.tenants.Tenants;

/** Lists that a caller narrows to one tenant. */
final class Scopes {
    private Scopes() {}

    /** The tenant of the query where it names one that the principal may know of, else all of the principal's scope. */
    static Optional<TenantId> narrowed(Exchange exchange, Tenants tenants) {
        return exchange.query("tenant")
                .map(text -> tenants.locate(text)
                        .filter(found -> Access.knows(exchange.principal(), Optional.of(found.owner())))
                        .orElseThrow(() -> TenantryException.notFound("tenant", text)))
                .map(Subject::owner)
                .or(exchange::scope);
    }
}
