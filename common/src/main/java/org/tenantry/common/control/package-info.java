/**
 * Loops that look at the whole state, soon after a signal and at least once per interval.
 */
@NullMarked
package org.tenantry.common.control;

import org.jspecify.annotations.NullMarked;
