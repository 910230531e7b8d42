/**
 * TLS at the edge: certificates from a directory that is watched, chosen by server name, and the handshakes. Knows the words,
 * Netty and itself; what becomes of a connection that is secured, others decide.
 */
@NullMarked
package org.tenantry.gateway.edge.tls;

import org.jspecify.annotations.NullMarked;
