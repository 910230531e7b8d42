package org.tenantry.gateway.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the store writes them: of one width, so that text order is time order, and to the nanosecond, so that none is lost. */
final class Times {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String write(Instant time) {
        return FORM.format(time);
    }

    static Instant read(String text) {
        return Instant.parse(text);
    }
}
