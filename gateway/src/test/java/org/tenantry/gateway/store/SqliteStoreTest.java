package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;

/** The contract on SQLite. */
final class SqliteStoreTest extends StoreContract {
    @Override
    TestDatabase create() {
        return SqliteDatabase.create();
    }

    @Test
    void letsNobodyElseReadItsFiles() throws Exception {
        Store store = open();
        store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));

        Path directory = ((SqliteDatabase) database()).file().resolveSibling(".");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void isUnavailableWhileAnotherProcessWritesForTooLong() throws Exception {
        Store store = open(database().settings().withPatience(Duration.ofSeconds(1)));
        TenantRow acme = new Rows(1).tenant("acme");
        try (Connection other = database().connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            Refusal.of(() -> store.write(writing -> writing.tenants().insert(acme)))
                    .is(ErrorCode.UNAVAILABLE);
            assertFound(store, reading -> reading.tenants().find(acme.id())).isEmpty();

            statement.execute("ROLLBACK");
        }

        assertThat(store.write(writing -> writing.tenants().insert(acme)).version())
                .isEqualTo(1);
    }

    @Test
    void doesNotEvenChangeTheJournalOfANewerFile() throws Exception {
        open().close();
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET version = '3.1' WHERE version = '3'");
            statement.execute("UPDATE schema_use SET oldest_format = 4");
            statement.execute("PRAGMA journal_mode = DELETE");
        }
        String before = database().contents();

        Refusal.of(this::open).is(ErrorCode.UNSUPPORTED_VERSION, "store schema");

        assertThat(database().contents()).isEqualTo(before);
    }

    @Test
    void isUnavailableWhereItsFileIsNoDatabase() throws Exception {
        Path file = ((SqliteDatabase) database()).file();
        Files.writeString(file, "This is a letter and no database at all.\n".repeat(100));

        Refusal.of(this::open).is(ErrorCode.UNAVAILABLE).says("not a database");

        assertThat(Files.readString(file)).startsWith("This is a letter");
    }
}
