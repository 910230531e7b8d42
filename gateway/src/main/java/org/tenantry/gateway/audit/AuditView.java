package org.tenantry.gateway.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.json.Json;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.store.AuditRow;

/**
 * One change as people see it.
 *
 * @param position counts from 1 without holes
 * @param action such as {@code instance.create}
 * @param subject the id of what was changed
 * @param tenant whose thing it was; empty for things of the cluster
 * @param details an object of texts, which differ with the action
 */
public record AuditView(
        long position,
        Instant at,
        String principal,
        String action,
        String subject,
        Optional<TenantId> tenant,
        String requestId,
        JsonNode details) {

    static AuditView of(AuditRow row) {
        return new AuditView(
                row.position(),
                row.at(),
                row.principal(),
                row.action(),
                row.subject(),
                row.tenant(),
                row.requestId(),
                details(row));
    }

    private static JsonNode details(AuditRow row) {
        try {
            return Json.open().readTree(row.details());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("audit row " + row.position() + ": its details are not JSON", e);
        }
    }
}
