package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;

/** The tokens that let agents register. */
public sealed class JoinTokenTable {
    final Sql sql;

    JoinTokenTable(Sql sql) {
        this.sql = sql;
    }

    public Optional<JoinTokenRow> find(String id) {
        return sql.one(JoinTokenTable::shape, "SELECT * FROM join_tokens WHERE id = ?", id);
    }

    /** The one with that hash, whether valid or not; see {@link Credential#hash}. */
    public Optional<JoinTokenRow> byHash(String hash) {
        return sql.one(JoinTokenTable::shape, "SELECT * FROM join_tokens WHERE hash = ?", hash);
    }

    /** All, revoked ones too, by id. */
    public List<JoinTokenRow> page(Optional<String> after, int limit) {
        return sql.list(
                JoinTokenTable::shape,
                "SELECT * FROM join_tokens WHERE id > ? ORDER BY id LIMIT ?",
                Paging.after(after),
                limit);
    }

    private static JoinTokenRow shape(Row row) {
        return new JoinTokenRow(
                row.text("id"),
                row.text("hash"),
                row.text("label"),
                row.text("created_by"),
                row.time("created"),
                row.optionalTime("expires"),
                row.optionalTime("revoked"));
    }

    /** With its changes. */
    public static final class Changing extends JoinTokenTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        public void insert(JoinTokenRow row) {
            sql.run(
                    "INSERT INTO join_tokens (id, hash, label, created_by, created, expires, revoked)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    row.id(),
                    row.hash(),
                    row.label(),
                    row.createdBy(),
                    row.created(),
                    row.expires(),
                    row.revoked());
            changes.add(FeedKind.TOKEN, row.id());
        }

        /** Ends a token; the first time counts. {@code NOT_FOUND}: there is none of that id. */
        public void revoke(String id, Instant at) {
            if (find(id).isEmpty()) {
                throw TenantryException.notFound("join token", id);
            }
            if (sql.run("UPDATE join_tokens SET revoked = ? WHERE id = ? AND revoked IS NULL", at, id) > 0) {
                changes.add(FeedKind.TOKEN, id);
            }
        }
    }
}
