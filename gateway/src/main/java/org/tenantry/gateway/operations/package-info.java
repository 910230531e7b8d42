/**
 * Operations as they begin and as people see them. Knows {@code store}, {@code access} and {@code paging}; how they go on is
 * the reconciler's.
 */
@NullMarked
package org.tenantry.gateway.operations;

import org.jspecify.annotations.NullMarked;
