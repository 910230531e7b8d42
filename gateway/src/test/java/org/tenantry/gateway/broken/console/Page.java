package org.tenantry.gateway.broken.console;

import org.tenantry.gateway.broken.store.Rows;

final class Page {
    final Rows rows = new Rows();
}
