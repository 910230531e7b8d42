package org.tenantry.gateway.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * SQLite in a file that only this user reads: write-ahead log, synced at each commit. One connection writes, and begins with
 * {@code BEGIN IMMEDIATE}: a transaction that read first and asked for the right to write later could be refused it.
 */
final class SqliteEngine implements Engine {
    private static final int READERS = 4;

    private final Path file;
    private final Duration patience;
    private final HikariDataSource readers;
    private final HikariDataSource writer;

    private SqliteEngine(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
        this.readers = pool("store-readers", READERS, "PRAGMA query_only = true");
        this.writer = pool("store-writer", 1, "PRAGMA query_only = false");
    }

    static SqliteEngine open(Path file, Duration patience) {
        Path absolute = file.toAbsolutePath();
        create(absolute);
        return new SqliteEngine(absolute, patience);
    }

    @Override
    public Connection connection(Access access) throws SQLException {
        return pool(access).getConnection();
    }

    /** In words of SQL: the driver's own {@code commit} would begin the next transaction at once, and so hold the writers' lock. */
    @Override
    public void begin(Connection connection, Access access) throws SQLException {
        execute(connection, access == Access.READ ? "BEGIN" : "BEGIN IMMEDIATE");
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK");
    }

    @Override
    public void evict(Connection connection, Access access) {
        pool(access).evictConnection(connection);
    }

    @Override
    public String nowMillis() {
        return "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
    }

    @Override
    public Trouble trouble(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return Trouble.AWAY;
        }
        if (!(failure instanceof SQLiteException known)) {
            return Trouble.BUG;
        }
        return switch (SQLiteErrorCode.getErrorCode(known.getResultCode().code & 0xff)) {
            case SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_FULL,
                    SQLITE_IOERR,
                    SQLITE_CANTOPEN,
                    SQLITE_READONLY,
                    SQLITE_PERM,
                    SQLITE_CORRUPT,
                    SQLITE_NOTADB,
                    SQLITE_PROTOCOL,
                    SQLITE_NOMEM -> Trouble.AWAY;
            default -> Trouble.BUG;
        };
    }

    /** In the journal's mode that the file has: one that is refused is not changed, and a changed mode stays in the file. */
    @Override
    public DataSource migrations() {
        return source(new SQLiteConfig());
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of("text", "TEXT");
    }

    @Override
    public AutoCloseable migrationLock() {
        return FileLock.take(file.resolveSibling(file.getFileName() + ".lock"), patience);
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    private HikariDataSource pool(Access access) {
        return access == Access.READ ? readers : writer;
    }

    /** Connects at its first use, which is after the migrations. */
    private HikariDataSource pool(String name, int size, String first) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setDataSource(source(config));
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setMaxLifetime(0);
        pool.setConnectionTimeout(patience.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionInitSql(first);
        return pool;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** SQLite gives its log and index the mode of the file. */
    private static void create(Path file) {
        try {
            Files.createDirectories(file.resolveSibling(".").normalize());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            return;
        } catch (IOException e) {
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the store's file " + file + " cannot be made: " + e);
        }
    }
}
