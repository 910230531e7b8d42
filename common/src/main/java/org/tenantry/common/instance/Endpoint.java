package org.tenantry.common.instance;

import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;

/**
 * Where one replica of an instance's web service answers, as its agent reports it. An address alone is never trusted: it is
 * only reached through the named bridge device, whose name is never used again, so that a vanished instance fails to
 * connect instead of reaching the next owner of its address.
 */
public record Endpoint(
        NodeId node, Term term, InstanceId instance, ReplicaKey replica, String address, int port, String device) {}
