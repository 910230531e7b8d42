package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;

/**
 * Brings the schema up to this release, one process at a time. A newer schema is used as it is where it says that this release
 * may, since gateways are upgraded one at a time; where it does not, that is told before anything is written: not even a pragma.
 */
final class Migrations {
    /** The version of the last file in {@code migrations}, which is the format that this release was made for. */
    static final MigrationVersion NEWEST = MigrationVersion.fromVersion("3");

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final String HISTORY = "flyway_schema_history";
    private static final String USE = "schema_use";

    private final Engine engine;
    private final Transactions transactions;

    /**
     * The schema that is there.
     *
     * @param oldest the oldest format whose programs may use it
     */
    private record Schema(MigrationVersion version, MigrationVersion oldest) {
        static final Schema NONE = new Schema(MigrationVersion.EMPTY, MigrationVersion.EMPTY);

        boolean isNewer() {
            return version.isNewerThan(NEWEST);
        }
    }

    Migrations(Engine engine, Transactions transactions) {
        this.engine = engine;
        this.transactions = transactions;
    }

    /** Migrates, and names the cluster where the store is new. */
    void run(InstantSource clock, Ids ids) {
        try (AutoCloseable _ = engine.migrationLock()) {
            Schema there = applied();
            if (there.isNewer()) {
                requireUsable(there);
            } else if (!there.version().equals(NEWEST)) {
                // Flyway takes a good part of a start, so it is asked only where there is something to do.
                flyway().migrate();
            }
            transactions.run(Engine.Access.WRITE, sql -> name(sql, clock, ids));
        } catch (SQLException e) {
            throw new StoreFault(e);
        } catch (FlywayException e) {
            throw told(e);
        } catch (TenantryException | StoreFault | IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the migration lock could not be given back", e);
        }
    }

    private static int name(Sql sql, InstantSource clock, Ids ids) {
        return sql.run(
                "INSERT INTO meta (id, cluster_id, incarnation, created) VALUES (1, ?, 1, ?) ON CONFLICT DO NOTHING",
                ids.next("c-"),
                clock.instant());
    }

    private Flyway flyway() {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(engine.migrations())
                .locations("classpath:org/tenantry/gateway/store/migrations")
                .table(HISTORY)
                .placeholders(engine.placeholders())
                .load();
    }

    private static void requireUsable(Schema there) {
        if (there.oldest().isNewerThan(NEWEST)) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "store schema",
                    there.version() + ", for " + there.oldest() + " and newer",
                    "one that " + NEWEST + " may use, so a newer release of Tenantry; the store was left as it is");
        }
        log.info("The store's schema, {}, is of a newer release and is used as {}.", there.version(), NEWEST);
    }

    private Schema applied() throws SQLException {
        try (Connection connection = engine.migrations().getConnection()) {
            if (!has(connection, HISTORY)) {
                return Schema.NONE;
            }
            MigrationVersion last =
                    last(connection, "SELECT version FROM " + HISTORY + " WHERE success AND version IS NOT NULL");
            // One that does not say who may use it is for its own release only.
            MigrationVersion oldest =
                    has(connection, USE) ? last(connection, "SELECT oldest_format FROM " + USE) : last;
            return new Schema(last, oldest);
        }
    }

    private static MigrationVersion last(Connection connection, String query) throws SQLException {
        MigrationVersion last = MigrationVersion.EMPTY;
        try (var statement = connection.createStatement();
                ResultSet set = statement.executeQuery(query)) {
            while (set.next()) {
                MigrationVersion version = MigrationVersion.fromVersion(set.getString(1));
                last = version.isNewerThan(last) ? version : last;
            }
        }
        return last;
    }

    private static boolean has(Connection connection, String table) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        try (ResultSet tables = data.getTables(null, connection.getSchema(), table, new String[] {"TABLE"})) {
            return tables.next();
        }
    }

    private static RuntimeException told(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                return new StoreFault(database);
            }
        }
        return TenantryException.of(
                ErrorCode.CONFLICT, "the store's schema cannot be brought up to this release: " + failure.getMessage());
    }
}
