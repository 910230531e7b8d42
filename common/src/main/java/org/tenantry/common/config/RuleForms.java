package org.tenantry.common.config;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.tenantry.common.instance.WebRules;

/** How the rules of a web service are written: a gateway's settings and a template say the same in the same words. */
public final class RuleForms {
    /** How a route insists on TLS. */
    public static final Form<WebRules.Https> HTTPS = new Form<>("off, redirect or hsts", RuleForms::https);

    /** What a cookie may be called. */
    public static final Form<String> COOKIE = new Form<>("1 to 64 of A-Z, a-z, 0-9, _ and -", RuleForms::cookie);

    /** How much of something there may be, or how often. */
    public static final Form<Integer> COUNT = Form.whole(1, 1_000_000);

    /** The same of what there may also be none of. */
    public static final Form<Integer> COUNT_OR_NONE = Form.whole(0, 1_000_000);

    /** Bytes a second; 0 for any number. */
    public static final Form<Long> BANDWIDTH =
            new Form<>("off, or bytes a second such as 10MiB, at least 64KiB", RuleForms::bandwidth);

    /** How long a request may wait. */
    public static final Form<Duration> WAIT = new Form<>(Form.DURATION.expected() + ", at most 24h", RuleForms::wait);

    private static final long LEAST_BANDWIDTH = 64 << 10;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private RuleForms() {}

    private static Optional<WebRules.Https> https(String text) {
        return Stream.of(WebRules.Https.values())
                .filter(one -> one.word().equals(text))
                .findFirst();
    }

    private static Optional<String> cookie(String text) {
        return Optional.of(text).filter(name -> name.matches("[A-Za-z0-9_-]{1,64}"));
    }

    private static Optional<Long> bandwidth(String text) {
        return text.equals("off")
                ? Optional.of(0L)
                : Form.BYTES.read().apply(text).filter(bytes -> bytes >= LEAST_BANDWIDTH);
    }

    private static Optional<Duration> wait(String text) {
        return Form.DURATION.read().apply(text).filter(time -> time.compareTo(LONGEST_WAIT) <= 0);
    }
}
