package org.tenantry.gateway.store;

import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Why a compare-and-set met no row. */
final class Stale {
    private Stale() {}

    /** The thing does not exist, or has another version than the caller knew. */
    static TenantryException row(String kind, String id, long known, Optional<Long> current) {
        if (current.isEmpty()) {
            return TenantryException.notFound(kind, id);
        }
        String now = Long.toString(current.get());
        return TenantryException.field(ErrorCode.VERSION_MISMATCH, "version", Long.toString(known), now)
                .with("kind", kind)
                .with("id", id);
    }
}
