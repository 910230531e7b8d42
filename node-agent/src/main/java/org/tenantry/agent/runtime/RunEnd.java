package org.tenantry.agent.runtime;

import java.time.Instant;

/**
 * The end of one run of a container, as the engine told it when it happened.
 *
 * @param container the engine's id
 * @param at by the engine; not before the time that the container shows as its end
 * @param byItself nobody had sent the process a signal since it was started, the engine included
 */
public record RunEnd(String container, Instant at, boolean byItself) {}
