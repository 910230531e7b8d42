package org.tenantry.common.instance;

/** A network of an instance, by the name the Compose file gives it; an internal one has no way out. */
public record InstanceNetwork(String name, boolean internal) {}
