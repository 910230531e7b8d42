package org.tenantry.gateway.templates.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What becomes of one key of a file.
 *
 * @param path the key, such as {@code services.web.image}
 * @param reason why it is ignored or refused, or how it differs from the Compose Specification; empty where there is
 *     nothing to say
 */
public record Finding(String file, int line, String path, Outcome outcome, String reason) {

    /** Every key has exactly one. */
    public enum Outcome {
        USED,
        IGNORED,
        REFUSED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
