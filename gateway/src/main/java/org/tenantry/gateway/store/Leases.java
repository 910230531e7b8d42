package org.tenantry.gateway.store;

import java.time.Duration;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.Term;

/** The one row that says who leads. Its times are the database's clock, so gateways' clocks may be wrong. */
final class Leases {
    private final String nowMillis;

    Leases(String nowMillis) {
        this.nowMillis = nowMillis;
    }

    private record LeaseRow(Term term, String holder, long endsMillis) {}

    Optional<Lease> acquireOrRenew(Sql sql, String holder, Duration ttl) {
        // Locks the row; the clock is read after that, since the wait may have been long.
        sql.run("UPDATE lease SET holder = holder WHERE id = 1");
        LeaseRow row = sql.one(
                        Leases::shape,
                        "SELECT incarnation AS term_incarnation, term_number, holder, ends_ms FROM lease")
                .orElseThrow();
        long now = sql.number("SELECT " + nowMillis + " AS n");
        long incarnation = sql.number("SELECT incarnation AS n FROM meta WHERE id = 1");
        boolean mine = row.holder().equals(holder) && row.term().incarnation() == incarnation;
        if (!mine
                && row.endsMillis() > now
                && !row.holder().isEmpty()
                && row.term().incarnation() == incarnation) {
            return Optional.empty();
        }
        Term term = mine ? row.term() : next(row.term(), incarnation);
        sql.run(
                "UPDATE lease SET incarnation = ?, term_number = ?, holder = ?, ends_ms = ? WHERE id = 1",
                term.incarnation(),
                term.number(),
                holder,
                now + ttl.toMillis());
        return Optional.of(new Lease(holder, term, ttl));
    }

    /** Locks the lease until the end of the transaction. {@code STALE_TERM}: another term has begun, or it was released. */
    void lock(Sql sql, Lease lease) {
        int met = sql.run(
                "UPDATE lease SET holder = holder WHERE id = 1 AND holder = ? AND incarnation = ? AND term_number = ?",
                lease.holder(),
                lease.term().incarnation(),
                lease.term().number());
        if (met != 1) {
            throw TenantryException.field(
                    ErrorCode.STALE_TERM, "term", lease.term().toString(), "the term of the current lease");
        }
    }

    /** Lets others lead at once. The term stays used. */
    int release(Sql sql, Lease lease) {
        return sql.run(
                "UPDATE lease SET holder = '', ends_ms = 0"
                        + " WHERE id = 1 AND holder = ? AND incarnation = ? AND term_number = ?",
                lease.holder(),
                lease.term().incarnation(),
                lease.term().number());
    }

    private static Term next(Term last, long incarnation) {
        return new Term(incarnation, last.incarnation() == incarnation ? last.number() + 1 : 1);
    }

    private static LeaseRow shape(Row row) {
        return new LeaseRow(row.term(), row.text("holder"), row.number("ends_ms"));
    }
}
