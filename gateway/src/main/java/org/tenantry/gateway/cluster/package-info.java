/**
 * Membership of several gateways: Hazelcast, through Vert.x's cluster manager, and nothing else. It says who is alive and
 * carries the event bus; it never holds a secret or a decision.
 */
@NullMarked
package org.tenantry.gateway.cluster;

import org.jspecify.annotations.NullMarked;
