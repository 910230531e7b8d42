package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that lets agents register. The token itself is nowhere; see {@link Credential}.
 *
 * @param id what people name it by; gives nothing away
 * @param hash of the token
 */
public record JoinTokenRow(
        String id,
        String hash,
        String label,
        String createdBy,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> revoked) {

    /** Whether it lets anybody in at that time. */
    public boolean validAt(Instant now) {
        return revoked.isEmpty() && expires.map(now::isBefore).orElse(true);
    }
}
