/**
 * Scenarios on a fleet in one process: a real gateway and real agents, each on an engine in memory; one class per failure.
 */
@NullMarked
package org.tenantry.gateway.fleet;

import org.jspecify.annotations.NullMarked;
