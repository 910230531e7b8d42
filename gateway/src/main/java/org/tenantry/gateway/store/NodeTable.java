package org.tenantry.gateway.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

/** The nodes, and the hashes of what their agents prove themselves with. */
public sealed class NodeTable {
    private static final String KIND = "node";
    private static final TypeReference<NodeFacts> FACTS = new TypeReference<>() {};

    final Sql sql;

    NodeTable(Sql sql) {
        this.sql = sql;
    }

    public Optional<NodeRow> find(NodeId id) {
        return sql.one(NodeTable::shape, "SELECT * FROM nodes WHERE id = ?", id);
    }

    /** By id, or {@code NOT_FOUND}. */
    public NodeRow require(NodeId id) {
        return find(id).orElseThrow(() -> TenantryException.notFound(KIND, id.value()));
    }

    public Optional<NodeRow> byName(NodeName name) {
        return sql.one(NodeTable::shape, "SELECT * FROM nodes WHERE name = ?", name);
    }

    /** The one whose agent's credential has that hash; see {@link Credential#hash}. */
    public Optional<NodeRow> byCredential(String hash) {
        return sql.one(NodeTable::shape, "SELECT * FROM nodes WHERE credential_hash = ?", hash);
    }

    /** The one that enrolled with that key and has not registered since. */
    public Optional<NodeRow> byEnrolment(String key) {
        return sql.one(NodeTable::shape, "SELECT * FROM nodes WHERE enrolment_key = ?", key);
    }

    /** The hash of a node's credential. */
    public Optional<String> credential(NodeId id) {
        return sql.one(
                row -> row.text("credential_hash"),
                "SELECT credential_hash FROM nodes WHERE id = ? AND credential_hash IS NOT NULL",
                id);
    }

    /** All, by id. */
    public List<NodeRow> all() {
        return sql.list(NodeTable::shape, "SELECT * FROM nodes ORDER BY id");
    }

    /** By id. */
    public List<NodeRow> page(Optional<NodeId> after, int limit) {
        return sql.list(
                NodeTable::shape, "SELECT * FROM nodes WHERE id > ? ORDER BY id LIMIT ?", Paging.after(after), limit);
    }

    private static NodeRow shape(Row row) {
        return new NodeRow(
                row.word("id", NodeId::new),
                row.word("name", NodeName::new),
                row.json("facts", FACTS),
                row.flag("cordoned"),
                row.time("created"),
                row.time("seen"),
                row.number("version"));
    }

    /** With its changes. */
    public static final class Changing extends NodeTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Adds a row, at version 1, with the hash of its agent's credential. {@code TAKEN}: the name. */
        public NodeRow insert(NodeRow row, String credentialHash) {
            checkName(row);
            sql.run(
                    "INSERT INTO nodes (id, name, facts, cordoned, created, seen, credential_hash, version)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                    row.id(),
                    row.name(),
                    Json.write(Json.open(), row.facts()),
                    row.cordoned(),
                    row.created(),
                    row.seen(),
                    credentialHash);
            changes.add(FeedKind.NODE, row.id().value());
            return row.withVersion(1);
        }

        /** Remembers by what the request would be known if it were sent again. */
        public void enrolment(NodeId id, String key) {
            sql.run("UPDATE nodes SET enrolment_key = ? WHERE id = ?", key, id);
        }

        /** The node has registered: its enrolment is over and can't be repeated. */
        public void enrolled(NodeId id) {
            sql.run("UPDATE nodes SET enrolment_key = NULL WHERE id = ? AND enrolment_key IS NOT NULL", id);
        }

        /** Writes a row that still has the version it was read with. */
        public NodeRow update(NodeRow row) {
            checkName(row);
            int met = sql.run(
                    "UPDATE nodes SET name = ?, facts = ?, cordoned = ?, seen = ?, version = version + 1"
                            + " WHERE id = ? AND version = ?",
                    row.name(),
                    Json.write(Json.open(), row.facts()),
                    row.cordoned(),
                    row.seen(),
                    row.id(),
                    row.version());
            if (met == 0) {
                throw Stale.row(KIND, row.id().value(), row.version(), version(row));
            }
            changes.add(FeedKind.NODE, row.id().value());
            return row.withVersion(row.version() + 1);
        }

        /** Notes that a node was heard of. Neither a version nor the feed tells it: it happens all the time. */
        public void seen(NodeId id, Instant at) {
            sql.run("UPDATE nodes SET seen = ? WHERE id = ?", at, id);
        }

        /** Gives a node another credential; the former opens nothing any more. */
        public void credential(NodeId id, String hash) {
            if (sql.run("UPDATE nodes SET credential_hash = ? WHERE id = ?", hash, id) == 0) {
                throw TenantryException.notFound(KIND, id.value());
            }
            changes.add(FeedKind.NODE, id.value());
        }

        private Optional<Long> version(NodeRow row) {
            return find(row.id()).map(NodeRow::version);
        }

        private void checkName(NodeRow row) {
            if (byName(row.name()).filter(other -> !other.id().equals(row.id())).isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, "name", row.name().value(), "a name that no other node has");
            }
        }
    }
}
