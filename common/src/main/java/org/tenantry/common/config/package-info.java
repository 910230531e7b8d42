/**
 * Strict settings: file and environment, every problem at once. Knows nobody.
 */
@NullMarked
package org.tenantry.common.config;

import org.jspecify.annotations.NullMarked;
