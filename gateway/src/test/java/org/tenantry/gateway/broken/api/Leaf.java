package org.tenantry.gateway.broken.api;

import org.tenantry.gateway.broken.store.Rows;

/** A leaf that touches the store. */
public final class Leaf {
    final Rows rows = new Rows();
}
