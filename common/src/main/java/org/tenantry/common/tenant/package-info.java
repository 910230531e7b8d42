/**
 * The words for customers. Pure; knows nobody.
 */
@NullMarked
package org.tenantry.common.tenant;

import org.jspecify.annotations.NullMarked;
