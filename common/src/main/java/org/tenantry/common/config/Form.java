package org.tenantry.common.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one kind of value is written, wherever it stands: in settings and in templates alike.
 *
 * @param expected what people are told who wrote something else
 * @param read the value of a text; empty for one of another form
 */
public record Form<T>(String expected, Function<String, Optional<T>> read) {
    /** A number of bytes, with a unit where somebody likes one: {@code 1048576}, {@code 512KiB}, {@code 100MiB}, {@code 2GiB}. */
    public static final Form<Long> BYTES =
            new Form<>("a number of bytes such as 1048576, 512KiB, 100MiB or 2GiB", Form::bytes);

    /** A duration such as {@code 500ms}, {@code 3s}, {@code 10m}, {@code 24h} or {@code 30d}. */
    public static final Form<Duration> DURATION =
            new Form<>("a duration such as 500ms, 3s, 10m, 24h or 30d", Form::duration);

    /** A number within these bounds, both included. */
    public static Form<Integer> whole(int least, int most) {
        return new Form<>(
                least + " to " + most,
                text -> whole(text)
                        .filter(number -> number >= least && number <= most)
                        .map(Long::intValue));
    }

    private static Optional<Long> whole(String text) {
        return text.matches("[0-9]{1,10}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Optional<Long> bytes(String text) {
        String digits = text.replaceFirst("[KMG]iB$", "");
        int shift = switch (text.substring(digits.length())) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        return digits.matches("[0-9]{1,9}") || (shift == 0 && digits.matches("[0-9]{1,18}"))
                ? Optional.of(Long.parseLong(digits) << shift)
                : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        String digits = text.replaceFirst("(ms|s|m|h|d)$", "");
        if (!digits.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        return switch (text.substring(digits.length())) {
            case "ms" -> Optional.of(Duration.ofMillis(number));
            case "s" -> Optional.of(Duration.ofSeconds(number));
            case "m" -> Optional.of(Duration.ofMinutes(number));
            case "h" -> Optional.of(Duration.ofHours(number));
            case "d" -> Optional.of(Duration.ofDays(number));
            default -> Optional.empty();
        };
    }
}
