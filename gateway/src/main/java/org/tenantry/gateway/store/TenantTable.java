package org.tenantry.gateway.store;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/** The tenants. Rows stay for ever; a removed one's name is free again. */
public sealed class TenantTable {
    private static final String KIND = "tenant";

    final Sql sql;

    TenantTable(Sql sql) {
        this.sql = sql;
    }

    /** By id, removed ones too. */
    public Optional<TenantRow> find(TenantId id) {
        return sql.one(TenantTable::shape, "SELECT * FROM tenants WHERE id = ?", id);
    }

    /** By id, or {@code NOT_FOUND}. */
    public TenantRow require(TenantId id) {
        return find(id).orElseThrow(() -> TenantryException.notFound(KIND, id.value()));
    }

    /** The one that has that name now. */
    public Optional<TenantRow> byName(TenantName name) {
        return sql.one(TenantTable::shape, "SELECT * FROM tenants WHERE name = ? AND NOT removed", name);
    }

    /** Those that are not removed, by id. */
    public List<TenantRow> page(Optional<TenantId> after, int limit) {
        return sql.list(
                TenantTable::shape,
                "SELECT * FROM tenants WHERE NOT removed AND id > ? ORDER BY id LIMIT ?",
                Paging.after(after),
                limit);
    }

    private static TenantRow shape(Row row) {
        return new TenantRow(
                row.word("id", TenantId::new),
                row.word("name", TenantName::new),
                row.text("title"),
                row.text("plan_name"),
                row.flag("removed"),
                row.time("created"),
                row.number("version"));
    }

    /** With its changes. */
    public static final class Changing extends TenantTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Adds a row, at version 1. {@code TAKEN}: the name. */
        public TenantRow insert(TenantRow row) {
            checkName(row);
            sql.run(
                    "INSERT INTO tenants (id, name, title, plan_name, removed, created, version)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 1)",
                    row.id(),
                    row.name(),
                    row.title(),
                    row.plan(),
                    row.removed(),
                    row.created());
            changes.add(FeedKind.TENANT, row.id().value());
            return row.withVersion(1);
        }

        /** Writes a row that still has the version it was read with. */
        public TenantRow update(TenantRow row) {
            checkName(row);
            int met = sql.run(
                    "UPDATE tenants SET name = ?, title = ?, plan_name = ?, removed = ?, version = version + 1"
                            + " WHERE id = ? AND version = ?",
                    row.name(),
                    row.title(),
                    row.plan(),
                    row.removed(),
                    row.id(),
                    row.version());
            if (met == 0) {
                throw Stale.row(KIND, row.id().value(), row.version(), version(row));
            }
            changes.add(FeedKind.TENANT, row.id().value());
            return row.withVersion(row.version() + 1);
        }

        private Optional<Long> version(TenantRow row) {
            return find(row.id()).map(TenantRow::version);
        }

        private void checkName(TenantRow row) {
            if (!row.removed()
                    && byName(row.name())
                            .filter(other -> !other.id().equals(row.id()))
                            .isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, "name", row.name().value(), "a name that no other tenant has");
            }
        }
    }
}
