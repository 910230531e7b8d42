package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.tenant.TenantId;

/** Hosts that lead nowhere any more, and that only their former tenant may have again for a while. */
public sealed class ReservedHostTable {
    final Sql sql;

    ReservedHostTable(Sql sql) {
        this.sql = sql;
    }

    /** Whose the host is at that time; empty where anybody may have it. */
    public Optional<TenantId> holder(CanonicalHost host, Instant now) {
        return sql.one(
                row -> row.word("tenant_id", TenantId::new),
                "SELECT tenant_id FROM reserved_hosts WHERE host = ? AND reserved_until > ?",
                host,
                now);
    }

    /** With its changes. The feed does not tell them: nothing that is remembered depends on them. */
    public static final class Changing extends ReservedHostTable {
        Changing(Sql sql) {
            super(sql);
        }

        /** Reserves a host for a tenant until then. */
        public void put(CanonicalHost host, TenantId tenant, Instant until) {
            sql.run(
                    "INSERT INTO reserved_hosts (host, tenant_id, reserved_until) VALUES (?, ?, ?)"
                            + " ON CONFLICT (host) DO UPDATE SET tenant_id = excluded.tenant_id,"
                            + " reserved_until = excluded.reserved_until",
                    host,
                    tenant,
                    until);
        }

        /** Nobody needs to be kept from it any more. */
        public void remove(CanonicalHost host) {
            sql.run("DELETE FROM reserved_hosts WHERE host = ?", host);
        }

        /** Forgets those that are over at that time. */
        public void removeUntil(Instant now) {
            sql.run("DELETE FROM reserved_hosts WHERE reserved_until <= ?", now);
        }
    }
}
