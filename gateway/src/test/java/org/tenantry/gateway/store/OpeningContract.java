package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.node.ClusterId;

/** Opening: made once, kept for ever, and nothing of a newer release is touched. */
interface OpeningContract extends StoreUnderTest {
    @Test
    default void keepsItsNameAndRows() {
        TenantRow acme = new Rows(1).tenant("acme");
        ClusterId cluster;
        try (Store first = StoreContract.open(database().settings(), StoreContract.KEY)) {
            cluster = first.cluster();
            first.write(writing -> writing.tenants().insert(acme));
        }

        Store again = open();

        assertThat(again.cluster()).isEqualTo(cluster);
        assertThat(again.incarnation()).isEqualTo(1);
        assertFound(again, reading -> reading.tenants().find(acme.id())).isPresent();
    }

    @Test
    default void isMadeOnceByManyAtOnce() throws Exception {
        List<ClusterId> clusters = Together.run(4, thread -> {
            try (Store store = StoreContract.open(database().settings(), StoreContract.KEY)) {
                return store.cluster();
            }
        });

        assertThat(clusters).hasSize(4).containsOnly(clusters.getFirst());
    }

    @Test
    default void refusesANewerSchemaThatItMayNotUseAndLeavesItAsItIs() throws Exception {
        open().close();
        migratedByANewerRelease("UPDATE schema_use SET oldest_format = 998");
        String before = database().contents();

        Refusal.of(this::open)
                .is(ErrorCode.UNSUPPORTED_VERSION, "store schema")
                .says("'999, for 998 and newer' (expected: one that 3 may use, so a newer release of Tenantry;"
                        + " the store was left as it is)");

        assertThat(database().contents()).isEqualTo(before);
    }

    @Test
    default void refusesANewerSchemaThatDoesNotSayWhoMayUseIt() throws Exception {
        open().close();
        migratedByANewerRelease("DROP TABLE schema_use");

        Refusal.of(this::open).is(ErrorCode.UNSUPPORTED_VERSION, "store schema");
    }

    @Test
    default void usesANewerSchemaThatLeavesRoomForIt() throws Exception {
        ClusterId cluster;
        try (Store first = StoreContract.open(database().settings(), StoreContract.KEY)) {
            cluster = first.cluster();
        }
        migratedByANewerRelease("ALTER TABLE tenants ADD COLUMN from_the_future INTEGER NOT NULL DEFAULT 7");
        TenantRow acme = new Rows(1).tenant("acme");

        Store store = open();
        store.write(writing -> writing.tenants().insert(acme));

        assertThat(store.cluster()).isEqualTo(cluster);
        assertFound(store, reading -> reading.tenants().find(acme.id())).isPresent();
    }

    private void migratedByANewerRelease(String change) throws SQLException {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history"
                    + " (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                    + " VALUES (99, '999', 'from the future', 'SQL', 'V999__future.sql', 'them', 1, TRUE)");
            statement.execute(change);
        }
    }

    @Test
    default void neverShowsJdbcToItsCallers() throws Exception {
        Store store = open();
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE gateways");
        }

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> store.read(reading -> reading.gateways().all())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the store refused a statement");
    }
}
