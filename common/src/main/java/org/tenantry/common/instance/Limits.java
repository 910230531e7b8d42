package org.tenantry.common.instance;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one container may use at most: thousandths of a core, bytes of memory, processes. */
public record Limits(OptionalInt milliCores, OptionalLong memoryBytes, OptionalInt pids) {
    /** No limit named; the agent's defaults apply. */
    public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty());
}
