package org.tenantry.gateway.store;

import java.util.List;

/** Which gateways there are and how far each is in the feed. The feed does not tell changes of this table. */
public sealed class GatewayTable {
    final Sql sql;

    GatewayTable(Sql sql) {
        this.sql = sql;
    }

    /** All, by name. */
    public List<GatewayRow> all() {
        return sql.list(GatewayTable::shape, "SELECT * FROM gateways ORDER BY name");
    }

    private static GatewayRow shape(Row row) {
        return new GatewayRow(row.text("name"), row.time("seen"), row.number("applied"));
    }

    /** With its changes. */
    public static final class Changing extends GatewayTable {
        Changing(Sql sql) {
            super(sql);
        }

        /** Writes what a gateway says of itself. */
        public void put(GatewayRow row) {
            sql.run(
                    "INSERT INTO gateways (name, seen, applied) VALUES (?, ?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET seen = excluded.seen, applied = excluded.applied",
                    row.name(),
                    row.seen(),
                    row.applied());
        }

        /** Forgets a gateway that will not come back. */
        public void remove(String name) {
            sql.run("DELETE FROM gateways WHERE name = ?", name);
        }
    }
}
