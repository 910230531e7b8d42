/**
 * HTTP/2 on the wire: frames, streams, their flow control and what a connection may ask of us. Requests become heads of
 * HTTP/1.1, so that there is one reader of them. Knows Netty's channels and {@code http1}, and no routes.
 */
@NullMarked
package org.tenantry.gateway.edge.http2;

import org.jspecify.annotations.NullMarked;
