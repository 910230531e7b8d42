package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;

import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.secret.Secret;

/** The contract on PostgreSQL. */
@Tag("postgres")
final class PostgresStoreTest extends StoreContract {
    @Override
    TestDatabase create() {
        return PostgresDatabase.create();
    }

    @Test
    void isUnavailableWhileAnotherWritesForTooLong() throws Exception {
        Store store = open(database().settings().withPatience(Duration.ofSeconds(2)));
        TenantRow acme = new Rows(1).tenant("acme");
        try (Connection other = database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM feed_counter FOR UPDATE");

            Refusal.of(() -> store.write(writing -> writing.tenants().insert(acme)))
                    .is(ErrorCode.UNAVAILABLE);
            assertThat(store.acquireOrRenewLease("g1", Duration.ofSeconds(10))).isPresent();
            other.rollback();
        }

        assertThat(store.write(writing -> writing.tenants().insert(acme)).version())
                .isEqualTo(1);
    }

    @Test
    void isUnavailableWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        StoreSettings settings = StoreSettings.postgres(
                        "jdbc:postgresql://127.0.0.1:" + port + "/nothing", "nobody", Secret.of("hush"))
                .withPatience(Duration.ofMillis(300));

        Refusal.of(() -> open(settings)).is(ErrorCode.UNAVAILABLE).says("refused");
    }

    @Test
    void goesOnAfterItsConnectionsWereCut() throws Exception {
        Store store = open();
        TenantRow acme = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));
        store.read(reading -> reading.tenants().find(acme.id()));

        cutConnectionsOfThisSchema();

        assertFound(store, reading -> reading.tenants().find(acme.id())).isPresent();
        assertThat(store.write(writing -> writing.tenants().update(acme.withTitle("Acme")))
                        .version())
                .isEqualTo(2);
    }

    private void cutConnectionsOfThisSchema() throws Exception {
        try (Connection other = database().connect();
                Statement statement = other.createStatement();
                ResultSet cut = statement.executeQuery("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE application_name = 'tenantry-gateway' AND pid <> pg_backend_pid()")) {
            assertThat(cut.next()).isTrue();
            assertThat(cut.getInt(1)).isPositive();
        }
    }
}
