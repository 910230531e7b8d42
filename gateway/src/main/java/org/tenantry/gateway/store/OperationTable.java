package org.tenantry.gateway.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.json.Json;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.common.tenant.TenantId;

/** The operations. People see the newest first, so pages go backwards in time. */
public sealed class OperationTable {
    private static final String KIND = "operation";
    private static final TypeReference<List<OperationStep>> STEPS = new TypeReference<>() {};
    private static final TypeReference<OperationFailure> FAILURE = new TypeReference<>() {};
    private static final TypeReference<FormerState> FORMER = new TypeReference<>() {};
    private static final String NEWEST_FIRST = " ORDER BY created DESC, id DESC LIMIT ?";

    final Sql sql;

    OperationTable(Sql sql) {
        this.sql = sql;
    }

    public Optional<OperationRow> find(OperationId id) {
        return sql.one(OperationTable::shape, "SELECT * FROM operations WHERE id = ?", id);
    }

    /** Those that have not ended, by id. */
    public List<OperationRow> open() {
        return sql.list(OperationTable::shape, "SELECT * FROM operations WHERE ended IS NULL ORDER BY id");
    }

    /** Those of an instance that have not ended, oldest first. */
    public List<OperationRow> open(InstanceId instance) {
        return sql.list(
                OperationTable::shape,
                "SELECT * FROM operations WHERE instance_id = ? AND ended IS NULL ORDER BY created, id",
                instance);
    }

    /** Newest first, from the one after the given; from the newest where that does not exist. */
    public List<OperationRow> page(Optional<OperationId> after, int limit) {
        Start start = start(after);
        return sql.list(
                OperationTable::shape,
                "SELECT * FROM operations WHERE (created, id) < (?, ?)" + NEWEST_FIRST,
                start.created(),
                start.id(),
                limit);
    }

    /** Those of a tenant, newest first. */
    public List<OperationRow> page(TenantId tenant, Optional<OperationId> after, int limit) {
        return pageWhere("tenant_id", tenant.value(), after, limit);
    }

    /** Those of an instance, newest first. */
    public List<OperationRow> page(InstanceId instance, Optional<OperationId> after, int limit) {
        return pageWhere("instance_id", instance.value(), after, limit);
    }

    private List<OperationRow> pageWhere(String column, String value, Optional<OperationId> after, int limit) {
        Start start = start(after);
        return sql.list(
                OperationTable::shape,
                "SELECT * FROM operations WHERE " + column + " = ? AND (created, id) < (?, ?)" + NEWEST_FIRST,
                value,
                start.created(),
                start.id(),
                limit);
    }

    private record Start(String created, String id) {}

    private Start start(Optional<OperationId> after) {
        return after.flatMap(this::find)
                .map(row -> new Start(Times.write(row.created()), row.id().value()))
                .orElse(new Start("9999", ""));
    }

    private static OperationRow shape(Row row) {
        return new OperationRow(
                row.word("id", OperationId::new),
                row.optionalWord("exact_kind", OperationKind::parse)
                        .orElseGet(() -> row.word("kind", OperationKind::parse)),
                row.word("instance_id", InstanceId::new),
                row.word("tenant_id", TenantId::new),
                row.word("state", OperationState::parse),
                row.json("steps", STEPS),
                row.optionalJson("failure", FAILURE),
                row.text("request_id"),
                row.text("principal"),
                row.time("created"),
                row.time("updated"),
                row.optionalTime("ended"),
                row.optionalJson("former", FORMER),
                row.number("version"));
    }

    /**
     * The kind as the release before knows it. It would bring a change to its end as it does a start, and stop the instance
     * where that fails; this release then goes on from there.
     */
    private static OperationKind nearest(OperationKind kind) {
        return switch (kind) {
            case CREATE -> OperationKind.CREATE;
            case START, CHANGE -> OperationKind.START;
            case STOP -> OperationKind.STOP;
            case REMOVE -> OperationKind.REMOVE;
        };
    }

    /** With its changes. */
    public static final class Changing extends OperationTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Adds a row, at version 1. {@code NOT_FOUND}: the instance. */
        public OperationRow insert(OperationRow row) {
            InstanceRow instance = new InstanceTable(sql).require(row.instance());
            if (!instance.tenant().equals(row.tenant())) {
                throw TenantryException.notFound("instance", row.instance().value());
            }
            sql.run(
                    "INSERT INTO operations (kind, exact_kind, former, instance_id, tenant_id, state, steps, failure,"
                            + " request_id, principal, created, updated, ended, id, version)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                    nearest(row.kind()).word(),
                    Optional.of(row.kind())
                            .filter(kind -> kind != nearest(kind))
                            .map(OperationKind::word),
                    row.former().map(former -> Json.write(Json.open(), former)),
                    row.instance(),
                    row.tenant(),
                    row.state().word(),
                    Json.write(Json.open(), row.steps()),
                    row.failure().map(failure -> Json.write(Json.open(), failure)),
                    row.requestId(),
                    row.principal(),
                    row.created(),
                    row.updated(),
                    row.ended(),
                    row.id());
            changes.add(FeedKind.OPERATION, row.id().value());
            return row.withVersion(1);
        }

        /** Writes how far it is to a row that still has the version it was read with. */
        public OperationRow update(OperationRow row) {
            int met = sql.run(
                    "UPDATE operations SET state = ?, steps = ?, failure = ?, updated = ?, ended = ?,"
                            + " version = version + 1 WHERE id = ? AND version = ?",
                    row.state().word(),
                    Json.write(Json.open(), row.steps()),
                    row.failure().map(failure -> Json.write(Json.open(), failure)),
                    row.updated(),
                    row.ended(),
                    row.id(),
                    row.version());
            if (met == 0) {
                throw Stale.row(KIND, row.id().value(), row.version(), version(row));
            }
            changes.add(FeedKind.OPERATION, row.id().value());
            return row.withVersion(row.version() + 1);
        }

        private Optional<Long> version(OperationRow row) {
            return find(row.id()).map(OperationRow::version);
        }
    }
}
