package org.tenantry.gateway.templates.compose;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Compose writes durations, sizes and counts. Each answers empty for what it doesn't take, out of range included. */
final class Quantities {
    static final String DURATION = "a duration such as 90s, 1m30s or 500ms, at most 24h";
    static final String BYTES = "a size such as 64m or 1g, 6m to 1024t";
    static final String CORES = "cores such as 0.5 or 2, from 0.01 to 1024";

    private static final int LONGEST = 24;
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(us|ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([bkmgt]?)i?b?");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Map<String, BigDecimal> NANOSECONDS = Map.of(
            "us", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));
    private static final BigDecimal LONGEST_NANOSECONDS = BigDecimal.valueOf(86_400_000_000_000L);
    private static final BigDecimal LEAST_BYTES = BigDecimal.valueOf(6L << 20);
    private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(1L << 50);
    private static final BigDecimal LEAST_CORES = new BigDecimal("0.01");
    private static final BigDecimal MOST_CORES = BigDecimal.valueOf(1024);

    private Quantities() {}

    /** Units in a row, as {@code 1m30s}; a bare 0 is none. */
    static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher part = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(NANOSECONDS.get(part.group(2))));
            end = part.end();
        }
        boolean taken = end == text.length() && sum.compareTo(LONGEST_NANOSECONDS) <= 0;
        return taken ? Optional.of(Duration.ofNanos(sum.longValue())) : Optional.empty();
    }

    /** Powers of 1024, as Docker counts memory; Docker takes no limit below 6 MiB. */
    static Optional<Long> memory(String text) {
        return size(text).filter(bytes -> BigDecimal.valueOf(bytes).compareTo(LEAST_BYTES) >= 0);
    }

    /** A size of any extent. */
    static Optional<Long> size(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (text.length() > LONGEST || !size.matches()) {
            return Optional.empty();
        }
        int power = "bkmgt".indexOf(size.group(2)) * 10;
        int shift = size.group(2).isEmpty() ? 0 : power;
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        boolean taken = bytes.signum() > 0 && bytes.compareTo(MOST_BYTES) <= 0;
        return taken ? Optional.of(bytes.longValue()) : Optional.empty();
    }

    /** Thousandths of a core. */
    static Optional<Integer> milliCores(String text) {
        if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal cores = new BigDecimal(text);
        if (cores.compareTo(LEAST_CORES) < 0 || cores.compareTo(MOST_CORES) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                cores.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValue());
    }

    /** A whole number within these bounds, both included. */
    static Optional<Integer> whole(String text, int least, int most) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text);
        return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    }

    /** By YAML 1.2's words. */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
