package org.tenantry.agent.session;

import java.time.Duration;
import java.util.Optional;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Line;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.common.protocol.LoadRequest;

/** What workers ask gateways, over whatever session there is at the moment. Without one there is no answer, and no waiting. */
public final class Inquiries {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private volatile Optional<Line> line = Optional.empty();

    /** From now on gateways are asked over that line. */
    void begin(Line opened) {
        line = Optional.of(opened);
    }

    void end() {
        line = Optional.empty();
    }

    /**
     * What is under way to an endpoint of this node, through all gateways; empty where nobody answers, or the gateway is too
     * old to know. Blocks, for three seconds at most.
     */
    public Optional<Load> load(Endpoint endpoint) throws InterruptedException {
        Optional<Line> now = line;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Answers.await(now.get().call(AgentCalls.LOAD, new LoadRequest(endpoint)), PATIENCE));
        } catch (TenantryException silent) {
            return Optional.empty();
        }
    }
}
