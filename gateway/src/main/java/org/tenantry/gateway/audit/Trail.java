package org.tenantry.gateway.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.json.Json;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Once;
import org.tenantry.gateway.store.AuditRow;
import org.tenantry.gateway.store.IdempotencyRow;
import org.tenantry.gateway.store.Writing;

/** Writes what a change leaves behind. Every use case that changes something ends its transaction with it. */
public final class Trail {
    private final InstantSource clock;

    public Trail(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What was done to what.
     *
     * @param action such as {@code instance.create}
     * @param details for people; never with a secret
     */
    public record Entry(String action, String subject, Optional<TenantId> tenant, Map<String, String> details) {}

    /** Writes the audit row and, where the caller gave a key, the answer to keep; answers the result. */
    public <T> T leave(Writing writing, Caller caller, Entry entry, T result) {
        Instant now = clock.instant();
        writing.audit()
                .append(new AuditRow(
                        0,
                        now,
                        caller.principal(),
                        entry.action(),
                        entry.subject(),
                        entry.tenant(),
                        caller.requestId(),
                        Json.write(Json.open(), entry.details())));
        caller.once().ifPresent(once -> keep(writing, caller, once, result, now));
        return result;
    }

    /** Keeps the answer and forgets those that were kept as long as promised. */
    private static void keep(Writing writing, Caller caller, Once once, Object result, Instant now) {
        Once.Kept kept = once.answer().apply(result);
        writing.idempotency().removeBefore(now.minus(Repetitions.KEPT_FOR));
        writing.idempotency()
                .insert(new IdempotencyRow(
                        once.key(), caller.principal(), once.requestHash(), kept.status(), kept.body(), now));
    }
}
