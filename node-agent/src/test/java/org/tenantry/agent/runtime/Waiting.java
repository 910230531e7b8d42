package org.tenantry.agent.runtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions, long enough for a slow machine, and never longer than they need. */
public final class Waiting {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Waiting() {}

    /** Waits until it holds, or fails saying what did not come. */
    public static void until(String what, Supplier<Boolean> holds) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!holds.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come within " + LONG.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
