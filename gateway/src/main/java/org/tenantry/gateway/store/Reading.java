package org.tenantry.gateway.store;

import org.tenantry.common.node.Term;
import org.tenantry.common.secret.SealingKey;

/** One consistent snapshot of the store. Valid inside the call that it was given to. */
public sealed class Reading permits Writing {
    final Sql sql;
    final SealingKey key;

    Reading(Sql sql, SealingKey key) {
        this.sql = sql;
        this.key = key;
    }

    /** The position of the feed that this snapshot is at: whoever read everything from it follows the feed from there. */
    public long position() {
        return sql.number("SELECT last_position AS n FROM feed_counter WHERE id = 1");
    }

    /** Which life of the store this is. */
    public long incarnation() {
        return sql.number("SELECT incarnation AS n FROM meta WHERE id = 1");
    }

    /** The newest reign that there was. */
    public Term term() {
        return sql.one(row -> row.term(), "SELECT incarnation AS term_incarnation, term_number FROM lease WHERE id = 1")
                .orElseThrow();
    }

    public TenantTable tenants() {
        return new TenantTable(sql);
    }

    public TemplateTable templates() {
        return new TemplateTable(sql);
    }

    public InstanceTable instances() {
        return new InstanceTable(sql);
    }

    public HostTable hosts() {
        return new HostTable(sql);
    }

    public ReservedHostTable reservedHosts() {
        return new ReservedHostTable(sql);
    }

    public PlacementTable placements() {
        return new PlacementTable(sql);
    }

    public HoldingTable holdings() {
        return new HoldingTable(sql);
    }

    public NodeTable nodes() {
        return new NodeTable(sql);
    }

    public OperationTable operations() {
        return new OperationTable(sql);
    }

    public SecretTable secrets() {
        return new SecretTable(sql, key);
    }

    public TokenTable tokens() {
        return new TokenTable(sql);
    }

    public JoinTokenTable joinTokens() {
        return new JoinTokenTable(sql);
    }

    public AuditTable audit() {
        return new AuditTable(sql);
    }

    public IdempotencyTable idempotency() {
        return new IdempotencyTable(sql);
    }

    public GatewayTable gateways() {
        return new GatewayTable(sql);
    }
}
