package org.tenantry.common.bus;

/**
 * News for everybody who listens, by its name on the bus. A lost piece of news costs a moment, never correctness.
 *
 * @param name stable: the other side may be a release older
 */
public record Topic<T>(String name, Class<T> news) {}
