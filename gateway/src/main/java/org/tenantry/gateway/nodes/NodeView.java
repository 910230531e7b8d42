package org.tenantry.gateway.nodes;

import java.time.Instant;
import java.util.Map;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

/**
 * A node as people see it.
 *
 * @param connected whether its agent has a session
 * @param cordoned whether nothing new may be placed on it
 * @param instances how many are placed on it
 * @param seen when its agent was last heard of
 */
public record NodeView(
        NodeId id,
        NodeName name,
        String zone,
        boolean connected,
        boolean cordoned,
        int instances,
        int cores,
        long memoryBytes,
        long diskBytes,
        long diskFreeBytes,
        String engineVersion,
        String agentVersion,
        Map<String, String> labels,
        Instant created,
        Instant seen,
        long version) {}
