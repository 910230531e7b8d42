package org.tenantry.gateway.tokens;

import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/**
 * A token as people see it: everything but itself.
 *
 * @param tenant whose it is; empty for an administrator's
 */
public record TokenView(
        String id,
        Optional<TenantId> tenant,
        Optional<TenantName> tenantName,
        String label,
        String createdBy,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> revoked) {}
