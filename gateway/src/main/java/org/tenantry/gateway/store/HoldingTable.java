package org.tenantry.gateway.store;

import java.util.List;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;

/** Which nodes may still hold something of which instance: an instance is gone when none is left here. */
public sealed class HoldingTable {
    final Sql sql;

    HoldingTable(Sql sql) {
        this.sql = sql;
    }

    /** The nodes that may hold something of an instance. */
    public List<HoldingRow> of(InstanceId instance) {
        return sql.list(HoldingTable::shape, "SELECT * FROM holdings WHERE instance_id = ? ORDER BY node_id", instance);
    }

    /** The instances of which a node may hold something. */
    public List<HoldingRow> of(NodeId node) {
        return sql.list(HoldingTable::shape, "SELECT * FROM holdings WHERE node_id = ? ORDER BY instance_id", node);
    }

    /** All, by instance. */
    public List<HoldingRow> all() {
        return sql.list(HoldingTable::shape, "SELECT * FROM holdings ORDER BY instance_id, node_id");
    }

    private static HoldingRow shape(Row row) {
        return new HoldingRow(row.word("instance_id", InstanceId::new), row.word("node_id", NodeId::new));
    }

    /** With its changes, which the feed tells as changes of the placement. */
    public static final class Changing extends HoldingTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Notes that a node is told to hold an instance. Twice is once. */
        public void add(InstanceId instance, NodeId node) {
            int met = sql.run(
                    "INSERT INTO holdings (instance_id, node_id) VALUES (?, ?) ON CONFLICT DO NOTHING", instance, node);
            if (met > 0) {
                changes.add(FeedKind.PLACEMENT, instance.value());
            }
        }

        /** Notes that a node confirmed that nothing is left of an instance. Twice is once. */
        public void remove(InstanceId instance, NodeId node) {
            int met = sql.run("DELETE FROM holdings WHERE instance_id = ? AND node_id = ?", instance, node);
            if (met > 0) {
                changes.add(FeedKind.PLACEMENT, instance.value());
            }
        }
    }
}
