package org.tenantry.agent.runtime;

import java.util.OptionalInt;

/**
 * Which part of a container's output is wanted.
 *
 * @param lines how many of the last lines; empty is all
 * @param follow whether to go on with what comes
 * @param timestamps whether each line begins with its time
 */
public record LogOptions(OptionalInt lines, boolean follow, boolean timestamps) {}
