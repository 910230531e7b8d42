package org.tenantry.agent.runtime;

/** A volume to make. */
public record VolumeOrder(Owner owner, VolumeKey key) {}
