/**
 * Use cases of tenants. Knows {@code store}, {@code audit} and {@code access}.
 */
@NullMarked
package org.tenantry.gateway.tenants;

import org.jspecify.annotations.NullMarked;
