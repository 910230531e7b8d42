package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** What differs between the engines. Everything else is one set of SQL. */
sealed interface Engine extends AutoCloseable permits SqliteEngine, PostgresEngine {
    /** What a transaction is for. */
    enum Access {
        /** One snapshot, changing nothing. */
        READ,
        /** Changes, one transaction after the other. */
        WRITE,
        /** The lease only: renewing it must not wait behind other writers where the engine can tell them apart. */
        LEASE
    }

    /** What a failure of the engine means to callers. */
    enum Trouble {
        /** The transaction was rolled back through no fault of its own: the same again may succeed. */
        AGAIN,
        /** The database is away, full or too busy. */
        AWAY,
        /** Neither: a bug. */
        BUG
    }

    /** A connection from the pool, waiting a bounded time for one. */
    Connection connection(Access access) throws SQLException;

    void begin(Connection connection, Access access) throws SQLException;

    void commit(Connection connection) throws SQLException;

    void rollback(Connection connection) throws SQLException;

    /** Never to be used again: its state is not known. */
    void evict(Connection connection, Access access);

    /** The database's clock in milliseconds since 1970, as an expression. */
    String nowMillis();

    Trouble trouble(SQLException failure);

    /** Connections for migrations, outside the pools. */
    DataSource migrations();

    /** What the migrations leave open. */
    Map<String, String> placeholders();

    /** Held while the schema is looked at and changed, by one process at a time. */
    AutoCloseable migrationLock() throws SQLException;

    @Override
    void close();
}
