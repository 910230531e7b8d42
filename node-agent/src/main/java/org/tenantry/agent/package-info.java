/**
 * The agent as a program: its settings, and the place where everything is put together. Knows all other packages of the
 * agent; none knows it.
 */
@NullMarked
package org.tenantry.agent;

import org.jspecify.annotations.NullMarked;
