package org.tenantry.gateway.broken.ring;

import org.tenantry.gateway.broken.api.Leaf;
import org.tenantry.gateway.broken.ring.back.Back;

/** Knows a leaf, and goes round in a circle. */
public final class Here {
    final Leaf leaf = new Leaf();

    Back back() {
        return new Back(this);
    }
}
