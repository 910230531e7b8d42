package org.tenantry.gateway.store;

import java.time.Instant;
import org.tenantry.common.instance.Goal;

/**
 * An instance that was removed and can be taken back with its data.
 *
 * @param at when nothing will be left of it
 * @param before what was its goal, and is again once it is taken back
 */
public record Removal(Instant at, Goal before) {}
