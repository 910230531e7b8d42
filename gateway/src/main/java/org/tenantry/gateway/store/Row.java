package org.tenantry.gateway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.Term;

/** The columns of the current row as words. The one place where columns become values. */
final class Row {
    private final ResultSet set;

    Row(ResultSet set) {
        this.set = set;
    }

    String text(String column) {
        return optionalText(column).orElseThrow(() -> new IllegalStateException("column " + column + " is null"));
    }

    Optional<String> optionalText(String column) {
        try {
            return Optional.ofNullable(set.getString(column));
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    long number(String column) {
        try {
            return set.getLong(column);
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    Optional<Long> optionalNumber(String column) {
        try {
            long value = set.getLong(column);
            return set.wasNull() ? Optional.empty() : Optional.of(value);
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    boolean flag(String column) {
        try {
            return set.getBoolean(column);
        } catch (SQLException e) {
            throw new StoreFault(e);
        }
    }

    <T> T word(String column, Function<String, T> type) {
        return type.apply(text(column));
    }

    <T> Optional<T> optionalWord(String column, Function<String, T> type) {
        return optionalText(column).map(type);
    }

    Instant time(String column) {
        return Times.read(text(column));
    }

    Optional<Instant> optionalTime(String column) {
        return optionalText(column).map(Times::read);
    }

    /** Columns {@code term_incarnation} and {@code term_number}. */
    Term term() {
        return new Term(number("term_incarnation"), number("term_number"));
    }

    <T> T json(String column, TypeReference<T> type) {
        return json(text(column), column, type);
    }

    <T> Optional<T> optionalJson(String column, TypeReference<T> type) {
        return optionalText(column).map(text -> json(text, column, type));
    }

    /** Fields that a newer release added are skipped: its rows stay readable while gateways are upgraded one at a time. */
    private static <T> T json(String text, String column, TypeReference<T> type) {
        try {
            return Json.sealed().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column " + column + " does not read: " + e.getOriginalMessage(), e);
        }
    }
}
