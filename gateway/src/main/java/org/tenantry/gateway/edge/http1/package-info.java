/**
 * HTTP/1.1 on the wire: strict heads over Netty's codecs, and the rules of what a proxy passes on. Knows nobody but Netty and the host canonicaliser.
 */
@NullMarked
package org.tenantry.gateway.edge.http1;

import org.jspecify.annotations.NullMarked;
