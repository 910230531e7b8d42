package org.tenantry.gateway.templates;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What whoever orders an instance may set.
 *
 * @param secret its value is kept like a generated secret and may go into an environment only
 * @param maximumLength in characters
 * @param pattern what the whole value must match
 */
public record Parameter(
        String name,
        Type type,
        Optional<String> standard,
        boolean required,
        String description,
        boolean secret,
        int maximumLength,
        Optional<Pattern> pattern) {

    /** What values it takes. */
    public sealed interface Type {
        record Text() implements Type {}

        record Whole() implements Type {}

        record Truth() implements Type {}

        /** One of these. */
        record Choice(List<String> values) implements Type {
            public Choice {
                values = List.copyOf(values);
            }
        }
    }
}
