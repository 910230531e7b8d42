package org.tenantry.gateway.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL 15 or later. Writers come one after another: each first locks the row of the feed's counter, which its last
 * statement updates. Serializable transactions would be no better here, since any two of them meet in that row and one would
 * have to begin again; this way nobody does, two transactions can't both pass a check that only one may pass, and both
 * engines behave the same. A control plane writes some tens of times a second, a commit takes some milliseconds.
 *
 * <p>Every wait is bounded, also of those that hold the lock: a gateway that stops in the middle of a transaction loses it.
 */
final class PostgresEngine implements Engine {
    private static final int READERS = 8;
    private static final int WRITERS = 4;
    /** The advisory lock of migrations. */
    private static final long MIGRATIONS = 7_366_217_402L;

    /** How long another gateway's migrations are waited for. */
    private static final Duration MIGRATIONS_PATIENCE = Duration.ofMinutes(1);

    /** sqlclient_unable_to_establish_sqlconnection, cannot_connect_now */
    private static final Set<String> STARTING = Set.of("08001", "57P03");

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final StoreSettings.Location.Postgres location;
    private final Duration patience;
    private final HikariDataSource readers;
    private final HikariDataSource writers;

    private PostgresEngine(StoreSettings.Location.Postgres location, Duration patience) {
        this.location = location;
        this.patience = patience;
        this.readers = pool("store-readers", READERS, true);
        this.writers = pool("store-writers", WRITERS, false);
    }

    static PostgresEngine open(StoreSettings.Location.Postgres location, Duration patience) {
        return new PostgresEngine(location, patience);
    }

    @Override
    public Connection connection(Access access) throws SQLException {
        return pool(access).getConnection();
    }

    @Override
    public void begin(Connection connection, Access access) throws SQLException {
        if (access == Access.WRITE) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT last_position FROM feed_counter WHERE id = 1 FOR UPDATE");
            }
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    public void evict(Connection connection, Access access) {
        pool(access).evictConnection(connection);
    }

    @Override
    public String nowMillis() {
        return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    /** By SQLSTATE, PostgreSQL's appendix A. */
    @Override
    public Trouble trouble(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return Trouble.AWAY;
        }
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            // serialization_failure, deadlock_detected, admin_shutdown, crash_shutdown
            case "40001", "40P01", "57P01", "57P02" -> Trouble.AGAIN;
            // lock_not_available, query_canceled, idle_in_transaction_session_timeout, read_only_sql_transaction,
            // insufficient_privilege, invalid_catalog_name, invalid_schema_name
            case "55P03", "57014", "25P03", "25006", "42501", "3D000", "3F000" -> Trouble.AWAY;
            default -> byClass(state);
        };
    }

    private static Trouble byClass(String state) {
        if (state.startsWith("08")) {
            return Trouble.AGAIN;
        }
        // 28 invalid authorization, 53 insufficient resources, 57 operator intervention, 58 system error
        boolean away =
                state.startsWith("28") || state.startsWith("53") || state.startsWith("57") || state.startsWith("58");
        return away ? Trouble.AWAY : Trouble.BUG;
    }

    /** May work and idle for long: a migration takes what it takes. Only waiting for locks is bounded. */
    @Override
    public DataSource migrations() {
        PGSimpleDataSource source = source();
        source.setSocketTimeout(0);
        source.setOptions("-c lock_timeout=" + MIGRATIONS_PATIENCE.toMillis());
        return source;
    }

    /** Compared byte by byte, whatever the locale of the database. */
    @Override
    public Map<String, String> placeholders() {
        return Map.of("text", "TEXT COLLATE \"C\"");
    }

    @Override
    public AutoCloseable migrationLock() throws SQLException {
        Connection connection = first();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + MIGRATIONS + ")");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }

    /** The first connection of all: a server that is only just starting is waited for. */
    private Connection first() throws SQLException {
        for (long pauses = patience.dividedBy(PAUSE); ; pauses--) {
            try {
                return migrations().getConnection();
            } catch (SQLException e) {
                boolean starting = STARTING.contains(String.valueOf(e.getSQLState()));
                if (!starting || pauses <= 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private HikariDataSource pool(Access access) {
        return access == Access.READ ? readers : writers;
    }

    /** Connects at its first use, which is after the migrations. */
    private HikariDataSource pool(String name, int size, boolean readOnly) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setDataSource(source());
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setAutoCommit(false);
        pool.setReadOnly(readOnly);
        pool.setTransactionIsolation(readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
        pool.setConnectionTimeout(patience.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(location.url());
        source.setUser(location.user());
        source.setPassword(location.password().reveal());
        source.setApplicationName("tenantry-gateway");
        source.setTcpKeepAlive(true);
        int seconds = Math.toIntExact(Math.max(1, patience.toSeconds()));
        source.setConnectTimeout(seconds);
        // Longer than the server's own limits, which give better reasons: only for a server that answers no more.
        source.setSocketTimeout(2 * seconds + 5);
        source.setOptions("-c lock_timeout=" + patience.toMillis()
                + " -c statement_timeout=" + 2 * patience.toMillis()
                + " -c idle_in_transaction_session_timeout=" + patience.toMillis() / 2);
        return source;
    }
}
