/** How bytes move between the kernel and the edge: the kinds of event loops and sockets. Knows nobody. */
@NullMarked
package org.tenantry.gateway.edge.transport;

import org.jspecify.annotations.NullMarked;
