package org.tenantry.gateway.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, generously: the machine may be ten times slower than usual. */
final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration BETWEEN = Duration.ofMillis(25);

    private Await() {}

    static void until(String what, BooleanSupplier condition, Supplier<String> context) {
        found(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), context);
    }

    /** What comes at last; tells the context where it doesn't. */
    static <T> T found(String what, Supplier<Optional<T>> look, Supplier<String> context) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new AssertionError("not within " + LONGEST + ": " + what + "\n" + context.get());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
