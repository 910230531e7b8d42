package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;

/**
 * Brings the schema up to this release, one process at a time. A schema that is newer is told before anything is written: not
 * even a pragma.
 */
final class Migrations {
    /** The version of the last file in {@code migrations}. */
    static final MigrationVersion NEWEST = MigrationVersion.fromVersion("1");

    private static final String HISTORY = "flyway_schema_history";

    private final Engine engine;
    private final Transactions transactions;

    Migrations(Engine engine, Transactions transactions) {
        this.engine = engine;
        this.transactions = transactions;
    }

    /** Migrates, and names the cluster where the store is new. */
    void run(InstantSource clock, Ids ids) {
        try (AutoCloseable _ = engine.migrationLock()) {
            MigrationVersion there = applied();
            refuseNewer(there);
            // Flyway takes a good part of a start, so it is asked only where there is something to do.
            if (!there.equals(NEWEST)) {
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

    private static void refuseNewer(MigrationVersion there) {
        if (there.isNewerThan(NEWEST)) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "store schema",
                    there.getVersion(),
                    NEWEST + " or older, so a newer release of Tenantry; the store was left as it is");
        }
    }

    private MigrationVersion applied() throws SQLException {
        MigrationVersion last = MigrationVersion.EMPTY;
        try (Connection connection = engine.migrations().getConnection()) {
            if (!hasHistory(connection)) {
                return last;
            }
            try (var statement = connection.createStatement();
                    ResultSet set = statement.executeQuery(
                            "SELECT version FROM " + HISTORY + " WHERE success AND version IS NOT NULL")) {
                while (set.next()) {
                    MigrationVersion version = MigrationVersion.fromVersion(set.getString(1));
                    last = version.isNewerThan(last) ? version : last;
                }
            }
        }
        return last;
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        try (ResultSet tables = data.getTables(null, connection.getSchema(), HISTORY, new String[] {"TABLE"})) {
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
