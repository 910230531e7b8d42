package org.tenantry.common.protocol;

import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.secret.Secret;

/** A new agent introduces itself with a join token, once. */
public record Enrolment(ProtocolRange protocols, Secret joinToken, NodeFacts facts) {
    /** Who it is from now on: the credential is what proves it at every registering. */
    public record Enrolled(ClusterId cluster, NodeId node, Secret credential) {}
}
