package org.tenantry.gateway.store;

import org.tenantry.common.node.Term;
import org.tenantry.common.secret.SealingKey;

/** One transaction. What it did is there as a whole after the call that it was given to, or not at all. */
public final class Writing extends Reading {
    private final Changes changes;

    Writing(Sql sql, SealingKey key, Changes changes) {
        super(sql, key);
        this.changes = changes;
    }

    /**
     * Begins another life of a store that was restored: the lease is free, and whatever is placed is placed anew in it, so
     * that agents take this store's word for newer than what they heard before.
     */
    public void beginIncarnation(long incarnation) {
        sql.run("UPDATE meta SET incarnation = ? WHERE id = 1", incarnation);
        sql.run(
                "UPDATE lease SET incarnation = ?, term_number = 0, holder = '', ends_ms = 0 WHERE id = 1",
                incarnation);
        Term first = new Term(incarnation, 0);
        for (PlacementRow row : placements().all()) {
            placements().update(new PlacementRow(row.instance(), row.node(), first, row.version()));
        }
    }

    @Override
    public TenantTable.Changing tenants() {
        return new TenantTable.Changing(sql, changes);
    }

    @Override
    public TemplateTable.Changing templates() {
        return new TemplateTable.Changing(sql, changes);
    }

    @Override
    public InstanceTable.Changing instances() {
        return new InstanceTable.Changing(sql, changes);
    }

    @Override
    public HostTable.Changing hosts() {
        return new HostTable.Changing(sql, changes);
    }

    @Override
    public ReservedHostTable.Changing reservedHosts() {
        return new ReservedHostTable.Changing(sql);
    }

    @Override
    public PlacementTable.Changing placements() {
        return new PlacementTable.Changing(sql, changes);
    }

    @Override
    public HoldingTable.Changing holdings() {
        return new HoldingTable.Changing(sql, changes);
    }

    @Override
    public NodeTable.Changing nodes() {
        return new NodeTable.Changing(sql, changes);
    }

    @Override
    public OperationTable.Changing operations() {
        return new OperationTable.Changing(sql, changes);
    }

    @Override
    public SecretTable.Changing secrets() {
        return new SecretTable.Changing(sql, key);
    }

    @Override
    public TokenTable.Changing tokens() {
        return new TokenTable.Changing(sql, changes);
    }

    @Override
    public JoinTokenTable.Changing joinTokens() {
        return new JoinTokenTable.Changing(sql, changes);
    }

    @Override
    public AuditTable.Changing audit() {
        return new AuditTable.Changing(sql);
    }

    @Override
    public IdempotencyTable.Changing idempotency() {
        return new IdempotencyTable.Changing(sql);
    }

    @Override
    public GatewayTable.Changing gateways() {
        return new GatewayTable.Changing(sql);
    }
}
