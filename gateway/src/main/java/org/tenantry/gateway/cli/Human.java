package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values as people read them. What others wrote never moves the cursor: control characters are shown as dots. */
final class Human {
    private Human() {}

    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? "-" : plain(value.asText());
    }

    static String list(JsonNode object, String field) {
        List<String> all = new ArrayList<>();
        object.path(field).forEach(one -> all.add(plain(one.asText())));
        return all.isEmpty() ? "-" : String.join(",", all);
    }

    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", ".");
    }

    /** A moment, to the second. */
    static String time(JsonNode object, String field) {
        try {
            return Instant.parse(object.path(field).asText())
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (DateTimeParseException notATime) {
            return "-";
        }
    }

    static String age(JsonNode object, String field, Instant now) {
        try {
            return age(Duration.between(Instant.parse(object.path(field).asText()), now));
        } catch (DateTimeParseException notATime) {
            return "-";
        }
    }

    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        if (seconds < 48 * 3600) {
            return seconds / 3600 + "h";
        }
        return seconds / 86_400 + "d";
    }

    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
