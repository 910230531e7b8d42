package org.tenantry.common.bus;

/**
 * A question that has one answer, by its name on the bus.
 *
 * @param name stable: the other side may be a release older
 */
public record Rpc<Q, A>(String name, Class<Q> question, Class<A> answer) {}
