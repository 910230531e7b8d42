package org.tenantry.gateway.templates;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What whoever orders an instance may set.
 *
 * @param standard its value where none is ordered, {@code default} in the file
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
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

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

    /** Why a value is not taken: what was expected. Empty where it is taken. */
    public Optional<String> veto(String value) {
        if (value.length() > maximumLength) {
            return Optional.of("at most " + maximumLength + " characters");
        }
        if (CONTROL.matcher(value).find() || !wellFormed(value)) {
            return Optional.of("text without control characters");
        }
        if (pattern.isPresent() && !PatientText.matches(pattern.get(), value)) {
            return Optional.of("a match of " + pattern.get());
        }
        return switch (type) {
            case Type.Text() -> Optional.empty();
            case Type.Whole() -> unless(WHOLE.matcher(value).matches(), "a whole number");
            case Type.Truth() -> unless(value.equals("true") || value.equals("false"), "true or false");
            case Type.Choice(List<String> values) -> unless(values.contains(value), String.join(" or ", values));
        };
    }

    private static Optional<String> unless(boolean taken, String expected) {
        return taken ? Optional.empty() : Optional.of(expected);
    }

    /** Half a surrogate pair would become a question mark on its way into a container. */
    private static boolean wellFormed(String value) {
        return value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
