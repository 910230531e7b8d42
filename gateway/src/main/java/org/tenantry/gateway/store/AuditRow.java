package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.tenant.TenantId;

/**
 * Who changed what, in which request.
 *
 * @param position counts from 1 without holes; 0 before it is appended
 * @param action such as {@code instance.create}
 * @param subject the id of what was changed
 * @param tenant whose thing it was
 * @param details JSON, never with a secret
 */
public record AuditRow(
        long position,
        Instant at,
        String principal,
        String action,
        String subject,
        Optional<TenantId> tenant,
        String requestId,
        String details) {

    AuditRow at(long other) {
        return new AuditRow(other, at, principal, action, subject, tenant, requestId, details);
    }
}
