package org.tenantry.gateway.broken.store;

import org.tenantry.gateway.broken.agent.Worker;

final class Nosy {
    final Worker worker = new Worker();
}
