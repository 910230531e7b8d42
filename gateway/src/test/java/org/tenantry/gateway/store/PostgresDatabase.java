package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.secret.Secret;

/** A schema of its own in the database that {@code TENANTRY_TEST_POSTGRES} names, with its _USER and _PASSWORD. */
final class PostgresDatabase implements TestDatabase {
    private final String schema =
            "store_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    private PostgresDatabase() {}

    static PostgresDatabase create() {
        PostgresDatabase database = new PostgresDatabase();
        execute("CREATE SCHEMA " + database.schema);
        return database;
    }

    @Override
    public StoreSettings settings() {
        return StoreSettings.postgres(url(), variable("_USER"), Secret.of(variable("_PASSWORD")));
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), variable("_USER"), variable("_PASSWORD"));
    }

    /** Every row of every table. */
    @Override
    public String contents() {
        try (Connection connection = connect()) {
            StringBuilder all = new StringBuilder();
            String tables = "SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY 1";
            for (String table : texts(connection, tables)) {
                all.append(table).append('\n');
                texts(connection, "SELECT t::text FROM " + table + " t ORDER BY 1")
                        .forEach(row -> all.append(row).append('\n'));
            }
            return all.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        execute("DROP SCHEMA " + schema + " CASCADE");
    }

    static String variable(String suffix) {
        @Nullable String value = System.getenv("TENANTRY_TEST_POSTGRES" + suffix);
        if (value == null) {
            throw new IllegalStateException("TENANTRY_TEST_POSTGRES" + suffix
                    + " is not set (expected: a JDBC URL, and _USER and _PASSWORD beside it; scripts/test sets them)");
        }
        return value;
    }

    private String url() {
        String url = variable("");
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet set = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (set.next()) {
                found.add(set.getString(1));
            }
            return found;
        }
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
