/**
 * What a balancer in front of the edge says of its clients: the PROXY protocol, versions 1 and 2 (HAProxy's
 * proxy-protocol.txt). Knows nobody.
 */
@NullMarked
package org.tenantry.gateway.edge.proxy;

import org.jspecify.annotations.NullMarked;
