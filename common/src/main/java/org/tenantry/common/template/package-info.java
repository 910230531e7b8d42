/**
 * The words for applications that can be instantiated. Pure; knows nobody.
 */
@NullMarked
package org.tenantry.common.template;

import org.jspecify.annotations.NullMarked;
