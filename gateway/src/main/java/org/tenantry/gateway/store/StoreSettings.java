package org.tenantry.gateway.store;

import java.nio.file.Path;
import java.time.Duration;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;

/**
 * Where the store is and how patient its callers are.
 *
 * @param patience how long one call waits for the database, a lock or a connection before it is {@code UNAVAILABLE}
 * @param feedRetention how many entries of the change feed are kept
 */
public record StoreSettings(Location location, Duration patience, int feedRetention) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FEED_RETENTION = 100_000;

    public StoreSettings {
        if (patience.toMillis() < 250) {
            throw TenantryException.invalid("store patience", patience.toString(), "PT0.25S or more");
        }
        if (feedRetention < 1) {
            throw TenantryException.invalid("store feed retention", Integer.toString(feedRetention), "1 or more");
        }
    }

    /** A file of this gateway alone. */
    public static StoreSettings sqlite(Path file) {
        return new StoreSettings(new Location.Sqlite(file), PATIENCE, FEED_RETENTION);
    }

    /** A database that several gateways share. */
    public static StoreSettings postgres(String url, String user, Secret password) {
        return new StoreSettings(new Location.Postgres(url, user, password), PATIENCE, FEED_RETENTION);
    }

    public StoreSettings withPatience(Duration other) {
        return new StoreSettings(location, other, feedRetention);
    }

    public StoreSettings withFeedRetention(int other) {
        return new StoreSettings(location, patience, other);
    }

    /** Which engine, and where. */
    public sealed interface Location {
        /** SQLite in this process; one gateway. */
        record Sqlite(Path file) implements Location {}

        /**
         * PostgreSQL 15 or later.
         *
         * @param url {@code jdbc:postgresql://host:port/database}; {@code currentSchema} in it names the schema
         */
        record Postgres(String url, String user, Secret password) implements Location {
            public Postgres {
                if (!url.startsWith("jdbc:postgresql:")) {
                    throw TenantryException.invalid("store url", url, "jdbc:postgresql://host:port/database");
                }
            }
        }
    }
}
