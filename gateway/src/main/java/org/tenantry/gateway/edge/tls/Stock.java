package org.tenantry.gateway.edge.tls;

import java.time.Instant;
import java.util.Optional;

/**
 * The certificates in use.
 *
 * @param expiry when the first of them is valid no longer
 */
public record Stock(int certificates, Optional<Instant> expiry) {
    /** None. */
    public static final Stock NONE = new Stock(0, Optional.empty());
}
