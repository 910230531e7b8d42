package org.tenantry.agent.runtime;

/**
 * A volume of ours.
 *
 * @param id the engine's name for it, by which containers mount it
 */
public record HeldVolume(String id, Owner owner, VolumeKey key) {}
