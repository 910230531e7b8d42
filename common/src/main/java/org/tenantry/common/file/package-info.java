/**
 * Files that survive being killed: written whole or not at all. Knows nobody.
 */
@NullMarked
package org.tenantry.common.file;

import org.jspecify.annotations.NullMarked;
