package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A database of one test's own, gone after it. */
interface TestDatabase extends AutoCloseable {
    StoreSettings settings();

    /** A way in beside the store. */
    Connection connect() throws SQLException;

    /** Everything that is kept in it, to look for something or to see that it has not changed. */
    String contents();

    @Override
    void close();
}
