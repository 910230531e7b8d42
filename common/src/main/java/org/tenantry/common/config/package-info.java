/**
 * Strict settings: file and environment, every problem at once; and the forms of values that templates
 * have in common with them. Knows the words of {@code instance}, and {@code secret}.
 */
@NullMarked
package org.tenantry.common.config;

import org.jspecify.annotations.NullMarked;
