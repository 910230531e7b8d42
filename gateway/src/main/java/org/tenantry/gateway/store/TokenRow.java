package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.tenant.TenantId;

/**
 * A token of the admin API. The token itself is nowhere; see {@link Credential}.
 *
 * @param id what people name it by; gives nothing away
 * @param hash of the token
 * @param tenant whose token it is; empty for one of an administrator
 */
public record TokenRow(
        String id,
        String hash,
        Optional<TenantId> tenant,
        String label,
        String createdBy,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> revoked) {

    /** Whether it opens anything at that time. */
    public boolean validAt(Instant now) {
        return revoked.isEmpty() && expires.map(now::isBefore).orElse(true);
    }
}
