package org.tenantry.agent.worker;

import java.time.Duration;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.instance.RestartPolicy;

/** What becomes of a replica whose container ended by itself, by Compose's rules. */
enum Restart {
    /** It did what it was for. */
    DONE,
    /** It is started again. */
    AGAIN,
    /** It stays down. */
    NEVER;

    /** Between one end and the next start: a crash loop must not take the machine. */
    static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    /** A run of at least this length was a success: what ends after it is a first crash again. */
    static final Duration LONG_RUN = Duration.ofSeconds(10);

    /** @param crashes how often in a row it ended, this time included */
    static Restart of(RestartPolicy policy, int code, int crashes) {
        return switch (policy.condition()) {
            case NO -> code == 0 ? DONE : NEVER;
            case ON_FAILURE -> code == 0 ? DONE : bounded(policy.attempts(), crashes);
            case ALWAYS -> AGAIN;
        };
    }

    private static Restart bounded(int attempts, int crashes) {
        return attempts == 0 || crashes <= attempts ? AGAIN : NEVER;
    }
}
