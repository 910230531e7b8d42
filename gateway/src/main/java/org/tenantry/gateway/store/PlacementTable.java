package org.tenantry.gateway.store;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;

/** Which instance is on which node. Every node that ever gets one is noted in {@link HoldingTable} with it. */
public sealed class PlacementTable {
    private static final String KIND = "placement";

    final Sql sql;

    PlacementTable(Sql sql) {
        this.sql = sql;
    }

    public Optional<PlacementRow> find(InstanceId instance) {
        return sql.one(PlacementTable::shape, "SELECT * FROM placements WHERE instance_id = ?", instance);
    }

    /** Those on a node, by instance. */
    public List<PlacementRow> of(NodeId node) {
        return sql.list(PlacementTable::shape, "SELECT * FROM placements WHERE node_id = ? ORDER BY instance_id", node);
    }

    /** All, by instance. */
    public List<PlacementRow> all() {
        return sql.list(PlacementTable::shape, "SELECT * FROM placements ORDER BY instance_id");
    }

    private static PlacementRow shape(Row row) {
        return new PlacementRow(
                row.word("instance_id", InstanceId::new),
                row.word("node_id", NodeId::new),
                row.term(),
                row.number("version"));
    }

    /** With its changes. */
    public static final class Changing extends PlacementTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /** Places an instance that has no place. {@code TAKEN}: it has one. */
        public PlacementRow insert(PlacementRow row) {
            if (find(row.instance()).isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, KIND, row.instance().value(), "an instance that is not placed yet");
            }
            new InstanceTable(sql).require(row.instance());
            new NodeTable(sql).require(row.node());
            sql.run(
                    "INSERT INTO placements (instance_id, node_id, term_incarnation, term_number, version)"
                            + " VALUES (?, ?, ?, ?, 1)",
                    row.instance(),
                    row.node(),
                    row.term().incarnation(),
                    row.term().number());
            return changed(row.withVersion(1));
        }

        /** Writes a row that still has the version it was read with. */
        public PlacementRow update(PlacementRow row) {
            new NodeTable(sql).require(row.node());
            int met = sql.run(
                    "UPDATE placements SET node_id = ?, term_incarnation = ?, term_number = ?, version = version + 1"
                            + " WHERE instance_id = ? AND version = ?",
                    row.node(),
                    row.term().incarnation(),
                    row.term().number(),
                    row.instance(),
                    row.version());
            if (met == 0) {
                throw Stale.row(KIND, row.instance().value(), row.version(), version(row));
            }
            return changed(row.withVersion(row.version() + 1));
        }

        /** Removes a row that still has the version it was read with. */
        public void remove(PlacementRow row) {
            int met = sql.run(
                    "DELETE FROM placements WHERE instance_id = ? AND version = ?", row.instance(), row.version());
            if (met == 0) {
                throw Stale.row(KIND, row.instance().value(), row.version(), version(row));
            }
            changes.add(FeedKind.PLACEMENT, row.instance().value());
        }

        private Optional<Long> version(PlacementRow row) {
            return find(row.instance()).map(PlacementRow::version);
        }

        private PlacementRow changed(PlacementRow row) {
            new HoldingTable.Changing(sql, changes).add(row.instance(), row.node());
            changes.add(FeedKind.PLACEMENT, row.instance().value());
            return row;
        }
    }
}
