/** Header compression of HTTP/2 (RFC 7541): blocks to fields and back. Knows bytes only. */
@NullMarked
package org.tenantry.gateway.edge.http2.hpack;

import org.jspecify.annotations.NullMarked;
