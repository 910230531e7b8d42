package org.tenantry.common.instance;

import java.util.List;
import java.util.OptionalInt;

/**
 * Why a replica does not do what is wanted of it.
 *
 * @param reason one sentence for people
 * @param exitCode how its last process ended, where one did
 * @param lastLog its last lines of output, oldest first, each cut to a bounded length
 */
public record Failure(String reason, OptionalInt exitCode, List<String> lastLog) {
    public Failure {
        lastLog = List.copyOf(lastLog);
    }

    /** A failure before any process ran. */
    public static Failure because(String reason) {
        return new Failure(reason, OptionalInt.empty(), List.of());
    }
}
