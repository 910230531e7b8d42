package org.tenantry.gateway.store;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

/** Which instance answers at which host: at most one at each. */
public sealed class HostTable {
    private static final String KIND = "host";

    final Sql sql;

    HostTable(Sql sql) {
        this.sql = sql;
    }

    /** By host, released ones too. */
    public Optional<HostRow> find(CanonicalHost host) {
        return sql.one(HostTable::shape, "SELECT * FROM hosts WHERE host = ?", host);
    }

    /** Where an instance answers, in the order in which its hosts were ordered. */
    public List<HostRow> of(InstanceId instance) {
        return sql.list(
                HostTable::shape,
                "SELECT * FROM hosts WHERE instance_id = ? AND released_at IS NULL ORDER BY place, host",
                instance);
    }

    /** Every host of an instance, those that wait for their release included. */
    public List<HostRow> all(InstanceId instance) {
        return sql.list(HostTable::shape, "SELECT * FROM hosts WHERE instance_id = ? ORDER BY host", instance);
    }

    /** All that are not released, in the order of hosts. */
    public List<HostRow> held() {
        return sql.list(HostTable::shape, "SELECT * FROM hosts WHERE released_at IS NULL ORDER BY host");
    }

    /** Those released at that position of the feed or before: free once every gateway has applied it. */
    public List<HostRow> releasedUpTo(long position) {
        return sql.list(HostTable::shape, "SELECT * FROM hosts WHERE released_at <= ? ORDER BY host", position);
    }

    /** All, released ones too, in the order of hosts. */
    public List<HostRow> page(Optional<CanonicalHost> after, int limit) {
        return sql.list(
                HostTable::shape,
                "SELECT * FROM hosts WHERE host > ? ORDER BY host LIMIT ?",
                Paging.after(after),
                limit);
    }

    private static HostRow shape(Row row) {
        return new HostRow(
                row.word("host", CanonicalHost::new),
                row.word("instance_id", InstanceId::new),
                row.word("tenant_id", TenantId::new),
                row.optionalNumber("released_at"));
    }

    /** With its changes. */
    public static final class Changing extends HostTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Gives a host to an instance. {@code TAKEN}: another has it, or it is released and not removed yet. */
        public HostRow insert(CanonicalHost host, InstanceId instance) {
            if (find(host).isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, KIND, host.value(), "a host that no other instance answers at");
            }
            TenantId tenant = new InstanceTable(sql).require(instance).tenant();
            sql.run(
                    "INSERT INTO hosts (host, instance_id, tenant_id, place) VALUES (?, ?, ?, ?)",
                    host,
                    instance,
                    tenant,
                    sql.number("SELECT COALESCE(MAX(place) + 1, 0) AS n FROM hosts WHERE instance_id = ?", instance));
            changes.add(FeedKind.HOST, host.value());
            return new HostRow(host, instance, tenant, Optional.empty());
        }

        /** Gives an instance a host again that it released and nobody else has had. {@code TAKEN}: it is not such a one. */
        public void retake(CanonicalHost host, InstanceId instance) {
            int met = sql.run(
                    "UPDATE hosts SET released_at = NULL WHERE host = ? AND instance_id = ? AND released_at IS NOT NULL",
                    host,
                    instance);
            if (met == 0) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, KIND, host.value(), "a host that this instance is releasing");
            }
            changes.add(FeedKind.HOST, host.value());
        }

        /** Puts the hosts of an instance in that order. */
        public void arrange(InstanceId instance, List<CanonicalHost> order) {
            for (int place = 0; place < order.size(); place++) {
                sql.run(
                        "UPDATE hosts SET place = ? WHERE host = ? AND instance_id = ?",
                        place,
                        order.get(place),
                        instance);
            }
        }

        /** Takes a host from its instance; it is nobody else's before it is removed. Twice is once. */
        public void release(CanonicalHost host) {
            HostRow row = find(host).orElseThrow(() -> TenantryException.notFound(KIND, host.value()));
            if (row.releasedAt().isEmpty()) {
                long position = changes.add(FeedKind.HOST, host.value());
                sql.run("UPDATE hosts SET released_at = ? WHERE host = ?", position, host);
            }
        }

        /** Forgets a released host, which is free from then on. {@code CONFLICT}: it is not released. */
        public void remove(CanonicalHost host) {
            HostRow row = find(host).orElseThrow(() -> TenantryException.notFound(KIND, host.value()));
            if (row.releasedAt().isEmpty()) {
                throw TenantryException.field(ErrorCode.CONFLICT, KIND, host.value(), "a host that is released");
            }
            sql.run("DELETE FROM hosts WHERE host = ?", host);
            changes.add(FeedKind.HOST, host.value());
        }
    }
}
