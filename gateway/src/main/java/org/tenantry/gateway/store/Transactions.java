package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Runs work in transactions, again where the engine gave up on one, and tells its failures in the words of the project. */
final class Transactions {
    private static final Logger log = LoggerFactory.getLogger(Transactions.class);
    private static final int ATTEMPTS = 5;
    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(10), Duration.ofMillis(200));

    private final Engine engine;

    Transactions(Engine engine) {
        this.engine = engine;
    }

    <T> T run(Engine.Access access, Function<Sql, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(access, work);
            } catch (StoreFault fault) {
                if (engine.trouble(fault.failure()) != Engine.Trouble.AGAIN || attempt == ATTEMPTS) {
                    throw told(fault);
                }
                LockSupport.parkNanos(PAUSE.after(attempt).toNanos());
            }
        }
    }

    /** What callers are told of a failure: nothing of JDBC. */
    RuntimeException told(StoreFault fault) {
        SQLException failure = fault.failure();
        Throwable reason = failure.getCause() instanceof SQLException cause ? cause : failure;
        return switch (engine.trouble(failure)) {
            case AGAIN, AWAY ->
                TenantryException.of(ErrorCode.UNAVAILABLE, "the store is not available: " + reason.getMessage());
            case BUG -> new IllegalStateException("the store refused a statement: " + reason.getMessage(), failure);
        };
    }

    private <T> T once(Engine.Access access, Function<Sql, T> work) {
        try (Connection connection = engine.connection(access)) {
            boolean done = false;
            try {
                engine.begin(connection, access);
                T answer = work.apply(new Sql(connection));
                commit(connection);
                done = true;
                return answer;
            } finally {
                if (!done) {
                    undo(connection, access);
                }
            }
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    /** A commit that nobody answered may have happened, so it is not tried again. */
    private void commit(Connection connection) throws SQLException {
        try {
            engine.commit(connection);
        } catch (SQLException e) {
            if (engine.trouble(e) == Engine.Trouble.BUG || "40001".equals(e.getSQLState())) {
                throw e;
            }
            throw TenantryException.of(
                    ErrorCode.TIMEOUT,
                    "the store went away during a commit; whether it happened is not known: " + e.getMessage());
        }
    }

    private void undo(Connection connection, Engine.Access access) {
        try {
            engine.rollback(connection);
        } catch (SQLException e) {
            log.debug("A connection to the store is given up: {}", e.getMessage());
            engine.evict(connection, access);
        }
    }
}
