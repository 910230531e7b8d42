package org.tenantry.gateway.broken.ring.back;

import org.tenantry.gateway.broken.ring.Here;

/** The other half of a circle. */
public record Back(Here here) {}
