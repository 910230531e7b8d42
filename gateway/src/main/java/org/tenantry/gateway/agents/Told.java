package org.tenantry.gateway.agents;

import java.util.List;
import org.tenantry.common.protocol.Held;
import org.tenantry.gateway.instances.DesiredInstance;

/**
 * What an agent said that it holds, and what the store knows of those that are history: nothing is desired of them any more,
 * and yet there is something of them.
 */
record Told(List<Held> held, List<DesiredInstance> history) {
    static final Told NOTHING = new Told(List.of(), List.of());

    Told {
        held = List.copyOf(held);
        history = List.copyOf(history);
    }
}
