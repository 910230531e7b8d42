package org.tenantry.gateway.edge.upstream;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How one of several endpoints of an instance fares, as one event loop sees it: what it is doing, whether it failed lately,
 * since when it is known. Confined to its event loop; times are nanoseconds of that loop's clock.
 */
public final class Standing {
    /** So many failures in a row, and it is left out for a while. */
    static final int MOST_FAILURES = 3;

    static final long FIRST_ABSENCE = Duration.ofSeconds(5).toNanos();
    static final long LONGEST_ABSENCE = Duration.ofMinutes(1).toNanos();

    /** A new endpoint gets its whole share only after that. */
    static final long WARM_UP = Duration.ofSeconds(10).toNanos();

    private static final double LEAST_SHARE = 0.1;

    private final long knownSince;
    private String token = "";
    private int inFlight;
    private int failures;
    private int absences;
    private long absentUntil;

    Standing(long now) {
        this.knownSince = now;
        this.absentUntil = now;
    }

    /** What names it to clients, made once. */
    public String token(Supplier<String> make) {
        if (token.isEmpty()) {
            token = make.get();
        }
        return token;
    }

    public void began() {
        inFlight++;
    }

    public void ended() {
        inFlight--;
    }

    /** It answered. */
    public void answered() {
        failures = 0;
        absences = 0;
    }

    /** It took no connection, or closed one without a byte of an answer. After an absence one more failure is enough. */
    public void failed(long now) {
        failures++;
        if (failures >= MOST_FAILURES && !isAbsent(now)) {
            absentUntil = now + Math.min(LONGEST_ABSENCE, FIRST_ABSENCE << Math.min(absences, 10));
            absences++;
            failures = MOST_FAILURES - 1;
        }
    }

    public boolean isAbsent(long now) {
        return now - absentUntil < 0;
    }

    /** What it does for the share that it may have: the lower, the sooner it gets the next request. */
    double load(long now) {
        double share = Math.clamp((double) (now - knownSince) / WARM_UP, LEAST_SHARE, 1.0);
        return (inFlight + 1) / share;
    }
}
