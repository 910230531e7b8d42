package org.tenantry.gateway.store;

import java.time.Instant;

/**
 * The answer to a request that came with an {@code Idempotency-Key}, kept so that the same request gets it again.
 *
 * @param key what the client sent; unique per principal
 * @param requestHash tells whether it is the same request
 */
public record IdempotencyRow(
        String key, String principal, String requestHash, int status, String body, Instant created) {}
