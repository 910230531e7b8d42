/**
 * Compares what is desired with what is observed: a pure planner, the leader's loop that carries out its actions, and leadership. Knows {@code instances},
 * {@code operations}, {@code audit}, {@code agents}, {@code scheduler} and {@code store}.
 */
@NullMarked
package org.tenantry.gateway.reconcile;

import org.jspecify.annotations.NullMarked;
