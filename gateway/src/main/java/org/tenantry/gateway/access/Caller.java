package org.tenantry.gateway.access;

import java.util.Optional;

/**
 * Who asked for a change, and in which request: what audit rows and operations say of it.
 *
 * @param once how a repetition of the request is recognised; empty where the caller gave no idempotency key
 */
public record Caller(String principal, String requestId, Optional<Once> once) {
    /** A caller whose requests are not repeated. */
    public Caller(String principal, String requestId) {
        this(principal, requestId, Optional.empty());
    }
}
