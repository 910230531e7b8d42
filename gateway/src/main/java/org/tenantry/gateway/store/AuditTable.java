package org.tenantry.gateway.store;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.tenant.TenantId;

/** Who changed what. Rows are appended only. */
public sealed class AuditTable {
    final Sql sql;

    AuditTable(Sql sql) {
        this.sql = sql;
    }

    /** Newest first: those before a position, or all. */
    public List<AuditRow> page(Optional<Long> before, int limit) {
        return sql.list(
                AuditTable::shape,
                "SELECT * FROM audit WHERE audit_position < ? ORDER BY audit_position DESC LIMIT ?",
                before.orElse(Long.MAX_VALUE),
                limit);
    }

    /** Those of a tenant's things, newest first: those before a position, or all. */
    public List<AuditRow> page(TenantId tenant, Optional<Long> before, int limit) {
        return sql.list(
                AuditTable::shape,
                "SELECT * FROM audit WHERE tenant_id = ? AND audit_position < ?"
                        + " ORDER BY audit_position DESC LIMIT ?",
                tenant,
                before.orElse(Long.MAX_VALUE),
                limit);
    }

    private static AuditRow shape(Row row) {
        return new AuditRow(
                row.number("audit_position"),
                row.time("happened_at"),
                row.text("principal"),
                row.text("action_name"),
                row.text("subject"),
                row.optionalWord("tenant_id", TenantId::new),
                row.text("request_id"),
                row.text("details"));
    }

    /** With its changes. */
    public static final class Changing extends AuditTable {
        Changing(Sql sql) {
            super(sql);
        }

        /** Appends a row and answers it with its position; the one that it came with does not count. */
        public AuditRow append(AuditRow row) {
            sql.run("UPDATE audit_counter SET last_position = last_position + 1 WHERE id = 1");
            long position = sql.number("SELECT last_position AS n FROM audit_counter WHERE id = 1");
            sql.run(
                    "INSERT INTO audit (audit_position, happened_at, principal, action_name, subject, tenant_id,"
                            + " request_id, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    position,
                    row.at(),
                    row.principal(),
                    row.action(),
                    row.subject(),
                    row.tenant(),
                    row.requestId(),
                    row.details());
            return row.at(position);
        }
    }
}
