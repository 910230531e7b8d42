/**
 * HTTP/1.1 over the bytes received: heads read strictly in place, the one decision of where a body ends, chunks, and what a
 * proxy passes on. Pure: no connection, no clock. Knows nobody but Netty's buffers.
 */
@NullMarked
package org.tenantry.gateway.edge.http1;

import org.jspecify.annotations.NullMarked;
