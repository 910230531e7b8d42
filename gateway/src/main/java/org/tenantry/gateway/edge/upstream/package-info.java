/**
 * Connections to endpoints: bound to their instance's device, pooled per event loop. Knows the words, {@code http1} and Netty.
 */
@NullMarked
package org.tenantry.gateway.edge.upstream;

import org.jspecify.annotations.NullMarked;
