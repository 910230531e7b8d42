/**
 * The data plane: everything between a client's socket and an endpoint. Works from an in-memory {@link
 * org.tenantry.gateway.edge.RouteTable} that the control plane fills, and never waits for the control plane. Knows the words
 * of {@code common} and itself only; no other package of the gateway touches Netty.
 */
@NullMarked
package org.tenantry.gateway.edge;

import org.jspecify.annotations.NullMarked;
