package org.tenantry.gateway.store;

import java.time.Instant;

/**
 * A gateway and how far it is.
 *
 * @param seen when it last said so
 * @param applied the position of the feed up to which its routes are right
 */
public record GatewayRow(String name, Instant seen, long applied) {}
