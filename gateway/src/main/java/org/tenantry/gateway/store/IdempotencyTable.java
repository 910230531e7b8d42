package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Answers to requests that may be sent again. */
public sealed class IdempotencyTable {
    final Sql sql;

    IdempotencyTable(Sql sql) {
        this.sql = sql;
    }

    /** The answer that a principal got to the request with that key. */
    public Optional<IdempotencyRow> find(String principal, String key) {
        return sql.one(
                IdempotencyTable::shape,
                "SELECT * FROM idempotency WHERE principal = ? AND client_key = ?",
                principal,
                key);
    }

    private static IdempotencyRow shape(Row row) {
        return new IdempotencyRow(
                row.text("client_key"),
                row.text("principal"),
                row.text("request_hash"),
                Math.toIntExact(row.number("status")),
                row.text("body"),
                row.time("created"));
    }

    /** With its changes. */
    public static final class Changing extends IdempotencyTable {
        Changing(Sql sql) {
            super(sql);
        }

        /** Keeps an answer, in the transaction of the change that it tells. {@code TAKEN}: the key has one already. */
        public void insert(IdempotencyRow row) {
            if (find(row.principal(), row.key()).isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, "Idempotency-Key", row.key(), "a key that was not used before");
            }
            sql.run(
                    "INSERT INTO idempotency (client_key, principal, request_hash, status, body, created)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    row.key(),
                    row.principal(),
                    row.requestHash(),
                    row.status(),
                    row.body(),
                    row.created());
        }

        /** Forgets answers from before that time and tells how many they were. */
        public int removeBefore(Instant time) {
            return sql.run("DELETE FROM idempotency WHERE created < ?", time);
        }
    }
}
