/**
 * Nodes as people see them. Knows {@code store} and {@code paging}.
 */
@NullMarked
package org.tenantry.gateway.nodes;

import org.jspecify.annotations.NullMarked;
