package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;

/** The tokens of the admin API. */
public sealed class TokenTable {
    final Sql sql;

    TokenTable(Sql sql) {
        this.sql = sql;
    }

    public Optional<TokenRow> find(String id) {
        return sql.one(TokenTable::shape, "SELECT * FROM tokens WHERE id = ?", id);
    }

    /** The one with that hash, whether valid or not; see {@link Credential#hash}. */
    public Optional<TokenRow> byHash(String hash) {
        return sql.one(TokenTable::shape, "SELECT * FROM tokens WHERE hash = ?", hash);
    }

    /** All, revoked ones too, by id. */
    public List<TokenRow> page(Optional<String> after, int limit) {
        return sql.list(
                TokenTable::shape, "SELECT * FROM tokens WHERE id > ? ORDER BY id LIMIT ?", Paging.after(after), limit);
    }

    /** Those of a tenant, revoked ones too, by id. */
    public List<TokenRow> page(TenantId tenant, Optional<String> after, int limit) {
        return sql.list(
                TokenTable::shape,
                "SELECT * FROM tokens WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                tenant,
                Paging.after(after),
                limit);
    }

    private static TokenRow shape(Row row) {
        return new TokenRow(
                row.text("id"),
                row.text("hash"),
                row.optionalWord("tenant_id", TenantId::new),
                row.text("label"),
                row.text("created_by"),
                row.time("created"),
                row.optionalTime("expires"),
                row.optionalTime("revoked"));
    }

    /** With its changes. */
    public static final class Changing extends TokenTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Adds a token. {@code NOT_FOUND}: the tenant. */
        public void insert(TokenRow row) {
            row.tenant().ifPresent(new TenantTable(sql)::require);
            sql.run(
                    "INSERT INTO tokens (id, hash, tenant_id, label, created_by, created, expires, revoked)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    row.id(),
                    row.hash(),
                    row.tenant(),
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
                throw TenantryException.notFound("token", id);
            }
            if (sql.run("UPDATE tokens SET revoked = ? WHERE id = ? AND revoked IS NULL", at, id) > 0) {
                changes.add(FeedKind.TOKEN, id);
            }
        }
    }
}
