/**
 * JSON as this project reads and writes it: strict, and deaf to secrets unless told otherwise.
 */
@NullMarked
package org.tenantry.common.json;

import org.jspecify.annotations.NullMarked;
