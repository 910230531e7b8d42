package org.tenantry.agent.home;

import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.secret.Secret;

/** Who this agent is, from its enrolment on: the credential proves it at every registering. */
public record Identity(int format, ClusterId cluster, NodeId node, Secret credential) {
    static final int FORMAT = 1;

    /** An identity in the format of this release. */
    public static Identity of(ClusterId cluster, NodeId node, Secret credential) {
        return new Identity(FORMAT, cluster, node, credential);
    }
}
