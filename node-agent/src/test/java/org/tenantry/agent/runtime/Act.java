package org.tenantry.agent.runtime;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a container of the fake engine does when it is started: writes these lines and then goes on, or ends with a code.
 */
public record Act(OptionalInt exit, List<String> log) {
    public static Act runs(String... log) {
        return new Act(OptionalInt.empty(), List.of(log));
    }

    public static Act exits(int code, String... log) {
        return new Act(OptionalInt.of(code), List.of(log));
    }
}
