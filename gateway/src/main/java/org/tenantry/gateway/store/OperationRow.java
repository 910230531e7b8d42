package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.common.tenant.TenantId;

/**
 * A long action, how far it is and how it ended.
 *
 * @param requestId of the request that ordered it
 * @param principal who ordered it
 * @param former what a change falls back to; empty for other kinds, and where no container is touched
 * @param version counts the changes of this row; 0 before it is inserted
 */
public record OperationRow(
        OperationId id,
        OperationKind kind,
        InstanceId instance,
        TenantId tenant,
        OperationState state,
        List<OperationStep> steps,
        Optional<OperationFailure> failure,
        String requestId,
        String principal,
        Instant created,
        Instant updated,
        Optional<Instant> ended,
        Optional<FormerState> former,
        long version) {

    public OperationRow {
        steps = List.copyOf(steps);
    }

    /** One that falls back to nothing. */
    public OperationRow(
            OperationId id,
            OperationKind kind,
            InstanceId instance,
            TenantId tenant,
            OperationState state,
            List<OperationStep> steps,
            Optional<OperationFailure> failure,
            String requestId,
            String principal,
            Instant created,
            Instant updated,
            Optional<Instant> ended,
            long version) {
        this(
                id,
                kind,
                instance,
                tenant,
                state,
                steps,
                failure,
                requestId,
                principal,
                created,
                updated,
                ended,
                Optional.empty(),
                version);
    }

    /** With other steps, at that time. */
    public OperationRow withSteps(List<OperationStep> others, Instant at) {
        return new OperationRow(
                id, kind, instance, tenant, state, others, failure, requestId, principal, created, at, ended, former,
                version);
    }

    /** In another state since that time; one that ends it sets its end. */
    public OperationRow withState(OperationState other, Instant at) {
        Optional<Instant> end = other.ended() ? Optional.of(at) : Optional.empty();
        return new OperationRow(
                id, kind, instance, tenant, other, steps, failure, requestId, principal, created, at, end, former,
                version);
    }

    /** With the reason for which it fails. */
    public OperationRow withFailure(OperationFailure reason, Instant at) {
        return new OperationRow(
                id,
                kind,
                instance,
                tenant,
                state,
                steps,
                Optional.of(reason),
                requestId,
                principal,
                created,
                at,
                ended,
                former,
                version);
    }

    /** With what it falls back to. */
    public OperationRow withFormer(Optional<FormerState> other) {
        return new OperationRow(
                id, kind, instance, tenant, state, steps, failure, requestId, principal, created, updated, ended, other,
                version);
    }

    OperationRow withVersion(long other) {
        return new OperationRow(
                id, kind, instance, tenant, state, steps, failure, requestId, principal, created, updated, ended,
                former, other);
    }
}
