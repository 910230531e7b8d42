package org.tenantry.agent.runtime;

import org.tenantry.agent.network.Subnet;

/**
 * A network to make. Its gateway is the first address of the subnet.
 *
 * @param name the one that the Compose file gives it
 * @param device the name of its bridge, never used before
 * @param internal without a way out
 */
public record NetworkOrder(Owner owner, String name, Subnet subnet, String device, boolean internal) {}
