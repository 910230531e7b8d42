package org.tenantry.common.instance;

import java.util.Optional;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;

/**
 * Where one replica of an instance's web service answers, as its agent reports it. An address alone is never trusted: it is
 * only reached through the named bridge device, whose name is never used again, so that a vanished instance fails to
 * connect instead of reaching the next owner of its address.
 *
 * @param protocol what it speaks where that isn't HTTP/1.1; agents from before there was a choice tell none
 */
public record Endpoint(
        NodeId node,
        Term term,
        InstanceId instance,
        ReplicaKey replica,
        String address,
        int port,
        String device,
        Optional<WebProtocol> protocol) {
    public Endpoint {
        protocol = protocol.filter(spoken -> spoken != WebProtocol.HTTP1);
    }

    /** One that speaks HTTP/1.1. */
    public Endpoint(
            NodeId node, Term term, InstanceId instance, ReplicaKey replica, String address, int port, String device) {
        this(node, term, instance, replica, address, port, device, Optional.empty());
    }

    /** Whether it speaks HTTP/2. */
    public boolean speaksH2c() {
        return protocol.isPresent();
    }
}
