/**
 * The words for long actions: their kind, steps and end. Pure; knows nobody.
 */
@NullMarked
package org.tenantry.common.operation;

import org.jspecify.annotations.NullMarked;
