package org.tenantry.gateway.store;

import java.sql.Connection;

/** Stands where a test's database will be. */
final class NoDatabase implements TestDatabase {
    @Override
    public StoreSettings settings() {
        throw new IllegalStateException("no database was created");
    }

    @Override
    public Connection connect() {
        throw new IllegalStateException("no database was created");
    }

    @Override
    public String contents() {
        return "";
    }

    @Override
    public void close() {}
}
