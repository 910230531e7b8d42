package org.tenantry.gateway.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.tenantry.gateway.access.Once;
import org.tenantry.gateway.store.Store;

/** The answers that were kept for repetitions of requests. */
public final class Repetitions {
    /** How long an answer is kept. */
    public static final Duration KEPT_FOR = Duration.ofHours(24);

    private final Store store;
    private final InstantSource clock;

    public Repetitions(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A kept answer, and what tells whether the same request came. */
    public record Found(String requestHash, Once.Kept kept) {}

    /** What tells whether the same request came again. Requests carry secrets: the store must not give them away. */
    public String hash(String request) {
        return store.fingerprint(request, "idempotency");
    }

    /** The answer that this principal got to its request with that key. */
    public Optional<Found> find(String principal, String key) {
        return store.read(reading -> reading.idempotency()
                .find(principal, key)
                .filter(row -> row.created().isAfter(clock.instant().minus(KEPT_FOR)))
                .map(row -> new Found(row.requestHash(), new Once.Kept(row.status(), row.body()))));
    }
}
