package org.tenantry.gateway.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.json.Json;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.template.TemplateVersion;
import org.tenantry.common.tenant.TenantId;

/** The instances. Rows stay for ever; those that are gone are found by id only. */
public sealed class InstanceTable {
    private static final String KIND = "instance";
    private static final TypeReference<SortedMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<SortedMap<String, Integer>> NUMBERS = new TypeReference<>() {};

    final Sql sql;

    InstanceTable(Sql sql) {
        this.sql = sql;
    }

    /** By id, gone ones too. */
    public Optional<InstanceRow> find(InstanceId id) {
        return sql.one(InstanceTable::shape, "SELECT * FROM instances WHERE id = ?", id);
    }

    /** By id, gone ones too, or {@code NOT_FOUND}. */
    public InstanceRow require(InstanceId id) {
        return find(id).orElseThrow(() -> TenantryException.notFound(KIND, id.value()));
    }

    /** The one that has that name now: its goal is not absent. */
    public Optional<InstanceRow> byName(InstanceName name) {
        return sql.one(InstanceTable::shape, "SELECT * FROM instances WHERE name = ? AND goal <> 'absent'", name);
    }

    /** Those of which something may be left, by id: all that the control plane has to look at. */
    public List<InstanceRow> left() {
        return sql.list(InstanceTable::shape, "SELECT * FROM instances WHERE gone_at IS NULL ORDER BY id");
    }

    /** Those of which something may be left, by id. */
    public List<InstanceRow> page(Optional<InstanceId> after, int limit) {
        return sql.list(
                InstanceTable::shape,
                "SELECT * FROM instances WHERE gone_at IS NULL AND id > ? ORDER BY id LIMIT ?",
                Paging.after(after),
                limit);
    }

    /** Those of a tenant of which something may be left, by id. */
    public List<InstanceRow> page(TenantId tenant, Optional<InstanceId> after, int limit) {
        return sql.list(
                InstanceTable::shape,
                "SELECT * FROM instances WHERE gone_at IS NULL AND tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                tenant,
                Paging.after(after),
                limit);
    }

    /** How many a tenant has whose goal is not absent. */
    public long count(TenantId tenant) {
        return sql.number("SELECT COUNT(*) AS n FROM instances WHERE tenant_id = ? AND goal <> 'absent'", tenant);
    }

    private static InstanceRow shape(Row row) {
        return new InstanceRow(
                row.word("id", InstanceId::new),
                row.word("tenant_id", TenantId::new),
                row.word("name", InstanceName::new),
                new TemplateRef(
                        row.word("template_name", TemplateName::new),
                        row.word("template_version", TemplateVersion::new)),
                row.json("parameters", TEXTS),
                row.json("scale", NUMBERS),
                row.word("goal", Goal::parse),
                row.json("labels", TEXTS),
                row.time("created"),
                row.optionalTime("gone_at"),
                new InstanceRow.About(row.text("note"), lock(row), removal(row)),
                row.number("version"));
    }

    private static Optional<InstanceLock> lock(Row row) {
        return row.optionalText("lock_reason")
                .map(reason -> new InstanceLock(reason, row.text("locked_by"), row.time("locked_at")));
    }

    private static Optional<Removal> removal(Row row) {
        return row.optionalTime("remove_at").map(at -> new Removal(at, row.word("goal_before", Goal::parse)));
    }

    /** With its changes. */
    public static final class Changing extends InstanceTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Adds a row, at version 1. {@code TAKEN}: the name. {@code NOT_FOUND}: the tenant or template. */
        public InstanceRow insert(InstanceRow row) {
            checkName(row);
            new TenantTable(sql).require(row.tenant());
            checkTemplate(row.template());
            sql.run(
                    "INSERT INTO instances (tenant_id, name, template_name, template_version, parameters, scale, goal,"
                            + " labels, gone_at, note, lock_reason, locked_by, locked_at, remove_at, goal_before,"
                            + " created, id, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                    row.tenant(),
                    row.name(),
                    row.template().name(),
                    row.template().version(),
                    Json.write(Json.open(), row.parameters()),
                    Json.write(Json.open(), row.scale()),
                    row.goal().word(),
                    Json.write(Json.open(), row.labels()),
                    row.goneAt(),
                    row.about().note(),
                    row.about().lock().map(InstanceLock::reason),
                    row.about().lock().map(InstanceLock::principal),
                    row.about().lock().map(InstanceLock::since),
                    row.about().removal().map(Removal::at),
                    row.about().removal().map(removal -> removal.before().word()),
                    row.created(),
                    row.id());
            changes.add(FeedKind.INSTANCE, row.id().value());
            return row.withVersion(1);
        }

        /** Writes a row that still has the version it was read with. Its tenant never changes. */
        public InstanceRow update(InstanceRow row) {
            checkName(row);
            checkTemplate(row.template());
            int met = sql.run(
                    "UPDATE instances SET name = ?, template_name = ?, template_version = ?, parameters = ?, scale = ?,"
                            + " goal = ?, labels = ?, gone_at = ?, note = ?, lock_reason = ?, locked_by = ?,"
                            + " locked_at = ?, remove_at = ?, goal_before = ?, version = version + 1"
                            + " WHERE id = ? AND tenant_id = ? AND version = ?",
                    row.name(),
                    row.template().name(),
                    row.template().version(),
                    Json.write(Json.open(), row.parameters()),
                    Json.write(Json.open(), row.scale()),
                    row.goal().word(),
                    Json.write(Json.open(), row.labels()),
                    row.goneAt(),
                    row.about().note(),
                    row.about().lock().map(InstanceLock::reason),
                    row.about().lock().map(InstanceLock::principal),
                    row.about().lock().map(InstanceLock::since),
                    row.about().removal().map(Removal::at),
                    row.about().removal().map(removal -> removal.before().word()),
                    row.id(),
                    row.tenant(),
                    row.version());
            if (met == 0) {
                throw Stale.row(KIND, row.id().value(), row.version(), version(row));
            }
            changes.add(FeedKind.INSTANCE, row.id().value());
            return row.withVersion(row.version() + 1);
        }

        private Optional<Long> version(InstanceRow row) {
            return find(row.id()).map(InstanceRow::version);
        }

        private void checkName(InstanceRow row) {
            boolean named = row.goal() != Goal.ABSENT;
            if (named
                    && byName(row.name())
                            .filter(other -> !other.id().equals(row.id()))
                            .isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, "name", row.name().value(), "a name that no other instance has");
            }
        }

        private void checkTemplate(TemplateRef ref) {
            if (new TemplateTable(sql).find(ref).isEmpty()) {
                throw TenantryException.notFound("template", ref.toString());
            }
        }
    }
}
