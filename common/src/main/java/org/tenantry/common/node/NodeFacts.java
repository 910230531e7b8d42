package org.tenantry.common.node;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an agent tells of its machine.
 *
 * @param cores processors that the machine has
 * @param memoryBytes memory that the machine has
 * @param diskBytes size of the file system that the engine keeps its data on
 * @param diskFreeBytes how much of it was free when the agent registered
 * @param labels what whoever installed the agent says of the node
 */
public record NodeFacts(
        NodeName name,
        String zone,
        int cores,
        long memoryBytes,
        long diskBytes,
        long diskFreeBytes,
        String engineVersion,
        String engineApi,
        String agentVersion,
        Map<String, String> labels) {

    public NodeFacts {
        labels = new TreeMap<>(labels);
    }
}
