package org.tenantry.gateway.edge.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.tenantry.common.tenant.TenantId;

/** What each tenant uses, as long as it has a route. Safe for any thread. */
public final class TenantUsages {
    private final ConcurrentMap<TenantId, Routed> tenants = new ConcurrentHashMap<>();

    /** A tenant has one more route. */
    public Usage join(TenantId tenant) {
        return tenants.compute(tenant, (same, known) -> known == null ? new Routed(1, new Usage()) : known.plus(1))
                .usage();
    }

    /** The counterpart of {@link #join}. Requests in flight keep what they count in. */
    public void leave(TenantId tenant) {
        tenants.computeIfPresent(tenant, (same, known) -> known.routes() == 1 ? null : known.plus(-1));
    }

    private record Routed(int routes, Usage usage) {
        Routed plus(int more) {
            return new Routed(routes + more, usage);
        }
    }
}
