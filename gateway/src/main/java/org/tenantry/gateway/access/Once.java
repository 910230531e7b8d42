package org.tenantry.gateway.access;

import java.util.function.Function;

/**
 * A request that happens once however often it is sent. The change, and the answer that repetitions get, are written in one
 * transaction.
 *
 * @param key the caller's idempotency key
 * @param requestHash tells another request with the same key apart
 * @param answer makes the answer to keep from what the change came to
 */
public record Once(String key, String requestHash, Function<Object, Kept> answer) {
    /** An answer as repetitions get it. */
    public record Kept(int status, String body) {}
}
