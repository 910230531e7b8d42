package org.tenantry.gateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The statements of one transaction. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    <T> List<T> list(Function<Row, T> shape, String text, Object... values) {
        try (PreparedStatement statement = prepared(text, values);
                ResultSet set = statement.executeQuery()) {
            Row row = new Row(set);
            List<T> found = new ArrayList<>();
            while (set.next()) {
                found.add(shape.apply(row));
            }
            return List.copyOf(found);
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    <T> Optional<T> one(Function<Row, T> shape, String text, Object... values) {
        return list(shape, text, values).stream().findFirst();
    }

    /** A number that a query always answers. */
    long number(String text, Object... values) {
        return one(row -> row.number("n"), text, values).orElseThrow();
    }

    boolean exists(String text, Object... values) {
        return one(row -> true, text, values).orElse(false);
    }

    /** Runs a change and answers how many rows it met. */
    int run(String text, Object... values) {
        try (PreparedStatement statement = prepared(text, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    private PreparedStatement prepared(String text, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < values.length; i++) {
                bind(statement, i + 1, values[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case Optional<?> optional when optional.isPresent() -> bind(statement, index, optional.get());
            case Optional<?> _ -> statement.setNull(index, Types.NULL);
            case Instant time -> statement.setString(index, Times.write(time));
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setBoolean(index, flag);
            case String text -> statement.setString(index, text);
            // Typed ids, names, hosts and references: their text form is their value.
            case Record word -> statement.setString(index, word.toString());
            default ->
                throw new IllegalArgumentException(
                        "no column holds a " + value.getClass().getName());
        }
    }
}
