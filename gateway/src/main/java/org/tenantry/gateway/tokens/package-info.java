/**
 * Use cases of the admin API's tokens. Knows {@code store}, {@code audit} and {@code access}.
 */
@NullMarked
package org.tenantry.gateway.tokens;

import org.jspecify.annotations.NullMarked;
