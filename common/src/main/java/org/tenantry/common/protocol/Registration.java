package org.tenantry.common.protocol;

import java.time.Duration;
import java.util.List;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.Secret;

/**
 * An agent opens a session: who it is says the connection, what it has and holds says this.
 *
 * @param newest the newest term whose orders it has taken: a store that knows only older ones was restored
 */
public record Registration(
        ProtocolRange protocols, BootId boot, NodeFacts facts, RelayAddress relay, Term newest, List<Held> held) {
    public Registration {
        held = List.copyOf(held);
    }

    /** Where the agent's relay listens, and what opens it. */
    public record RelayAddress(String host, int port, Secret key) {}

    /**
     * The session and the verdicts on everything held.
     *
     * @param timeToLive without a beat for so long, the session is over
     */
    public record Registered(SessionId session, int protocol, Duration timeToLive, Orders orders) {}
}
