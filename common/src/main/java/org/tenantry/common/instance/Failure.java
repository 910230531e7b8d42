package org.tenantry.common.instance;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a replica does not do what is wanted of it.
 *
 * @param reason one sentence for people
 * @param exitCode how its last process ended, where one did
 * @param lastLog its last lines of output, oldest first, each cut to a bounded length
 * @param key the key of the service in its Compose file that is to blame, such as {@code image}, where one is
 */
public record Failure(String reason, OptionalInt exitCode, List<String> lastLog, Optional<String> key) {
    public Failure {
        lastLog = List.copyOf(lastLog);
    }

    /** A failure for which no key is to blame. */
    public Failure(String reason, OptionalInt exitCode, List<String> lastLog) {
        this(reason, exitCode, lastLog, Optional.empty());
    }

    /** A failure before any process ran. */
    public static Failure because(String reason) {
        return new Failure(reason, OptionalInt.empty(), List.of());
    }

    /** The same failure, for which that key is to blame. */
    public Failure blaming(Optional<String> blamed) {
        return new Failure(reason, exitCode, lastLog, blamed);
    }
}
