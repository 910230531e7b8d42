package org.tenantry.gateway.system;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A database of its own on the PostgreSQL server that {@code TENANTRY_TEST_POSTGRES} names. */
final class Database implements AutoCloseable {
    private static final String VARIABLE = "TENANTRY_TEST_POSTGRES";

    private final String name =
            "system_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    private Database() {}

    static Database create() {
        Database database = new Database();
        execute("CREATE DATABASE " + database.name);
        return database;
    }

    /** Settings of a gateway whose store it is. */
    Map<String, String> settings() {
        URI server = URI.create(variable("").substring("jdbc:".length()));
        String url = "jdbc:postgresql://" + server.getAuthority() + "/" + name;
        return Map.of("store.url", url, "store.user", variable("_USER"), "store.password", variable("_PASSWORD"));
    }

    @Override
    public void close() {
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static String variable(String suffix) {
        return Optional.ofNullable(System.getenv(VARIABLE + suffix))
                .orElseThrow(
                        () -> new IllegalStateException(
                                VARIABLE + suffix
                                        + " is not set (expected: a JDBC URL, and _USER and _PASSWORD beside it; scripts/test sets them)"));
    }

    private static void execute(String text) {
        try (Connection connection =
                        DriverManager.getConnection(variable(""), variable("_USER"), variable("_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
