package org.tenantry.gateway.broken.edge;

import org.tenantry.gateway.broken.store.Rows;

final class Relay {
    final Rows rows = new Rows();
}
