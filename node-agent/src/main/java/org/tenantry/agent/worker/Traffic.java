package org.tenantry.agent.worker;

import java.util.Optional;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;

/** What goes to the containers of this node from the web. */
@FunctionalInterface
public interface Traffic {
    /** What is under way to an endpoint, and whether more may come; empty where nobody can say. Blocks, for seconds at most. */
    Optional<Load> load(Endpoint endpoint) throws InterruptedException;
}
