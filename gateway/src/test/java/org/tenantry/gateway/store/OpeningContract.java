package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;

import java.sql.Connection;
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
    default void refusesANewerSchemaAndLeavesItAsItIs() throws Exception {
        open().close();
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history"
                    + " (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                    + " VALUES (99, '999', 'from the future', 'SQL', 'V999__future.sql', 'them', 1, TRUE)");
        }
        String before = database().contents();

        Refusal.of(this::open)
                .is(ErrorCode.UNSUPPORTED_VERSION, "store schema")
                .says("'999' (expected: 1 or older, so a newer release of Tenantry; the store was left as it is)");

        assertThat(database().contents()).isEqualTo(before);
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
