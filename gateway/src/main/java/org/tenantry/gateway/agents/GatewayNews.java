package org.tenantry.gateway.agents;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.bus.Rpc;
import org.tenantry.common.bus.Topic;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.Report;

/** What gateways tell each other of the agents that have a session with them. */
public final class GatewayNews {
    /** A report as its agent's gateway heard it. */
    public static final Topic<Observed> OBSERVED = new Topic<>("gateway.observed", Observed.class);
    /** Somebody started or missed something: everybody tells all again. */
    public static final Topic<Nothing> ALL_WANTED = new Topic<>("gateway.all-wanted", Nothing.class);
    /** Which nodes have a session with a gateway; told several times within a session's time to live. */
    public static final Topic<Attached> ATTACHED = new Topic<>("gateway.attached", Attached.class);
    /** The store has changed: look at the feed now instead of soon. */
    public static final Topic<Nothing> CHANGED = new Topic<>("gateway.changed", Nothing.class);
    /** Asks the gateway that a node has its session with, at the node's id, for the way to its relay. */
    public static final Rpc<Nothing, Registration.RelayAddress> RELAY =
            new Rpc<>("gateway.relay", Nothing.class, Registration.RelayAddress.class);

    /** Asks a gateway, at its name, what goes to an endpoint through it. */
    public static final Rpc<Endpoint, Load> LOAD = new Rpc<>("gateway.load", Endpoint.class, Load.class);

    private GatewayNews() {}

    /** One node's report. */
    public record Observed(String gateway, NodeId node, Report report) {}

    /**
     * The nodes that have a session with that gateway now.
     *
     * @param fresh the one that opened its session just now: sessions that others still hold with it are over
     */
    public record Attached(String gateway, List<NodeId> nodes, Optional<NodeId> fresh) {
        public Attached {
            nodes = List.copyOf(nodes);
        }
    }
}
