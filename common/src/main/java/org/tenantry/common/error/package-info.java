/**
 * The closed list of what can go wrong. Knows nobody.
 */
@NullMarked
package org.tenantry.common.error;

import org.jspecify.annotations.NullMarked;
