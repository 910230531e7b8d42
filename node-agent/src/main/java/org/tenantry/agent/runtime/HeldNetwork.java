package org.tenantry.agent.runtime;

import org.tenantry.agent.network.Subnet;

/**
 * A network of ours.
 *
 * @param id the engine's
 * @param name the one that the Compose file gives it
 * @param device its bridge on this machine; no other network ever has the same
 * @param internal without a way out
 */
public record HeldNetwork(String id, Owner owner, String name, Subnet subnet, String device, boolean internal) {}
