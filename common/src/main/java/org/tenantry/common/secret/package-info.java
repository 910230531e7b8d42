/**
 * Secrets as a type of their own, and the key they are sealed with.
 */
@NullMarked
package org.tenantry.common.secret;

import org.jspecify.annotations.NullMarked;
