/**
 * Finds out whether containers work. Decides purely ({@link org.tenantry.agent.health.Course}), asks on virtual threads.
 * Knows the words and the runtime.
 */
@NullMarked
package org.tenantry.agent.health;

import org.jspecify.annotations.NullMarked;
