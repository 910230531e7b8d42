/**
 * Instances as they are desired: ordering and changing them, desired state in memory, and what a node is told of them. Knows
 * {@code store}, {@code templates} and {@code scheduler}'s words.
 */
@NullMarked
package org.tenantry.gateway.instances;

import org.jspecify.annotations.NullMarked;
