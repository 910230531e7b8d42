package org.tenantry.gateway.broken.cli;

import org.tenantry.gateway.broken.store.Rows;

final class Command {
    final Rows rows = new Rows();
}
