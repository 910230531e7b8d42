package org.tenantry.common.instance;

/**
 * What is under way to one endpoint, through one event loop, one gateway or all of them. Where nothing is routed, it can only
 * become less.
 *
 * @param routed whether more may be sent there
 * @param requests those that end by themselves
 * @param streams WebSockets, and answers that don't say how long they are and have lasted for a while
 */
public record Load(boolean routed, int requests, int streams) {
    /** Nothing, and nothing to come. */
    public static final Load NONE = new Load(false, 0, 0);

    /** Nobody knows: more may be sent there. */
    public static final Load UNKNOWN = new Load(true, 0, 0);

    /** Both together. */
    public Load plus(Load other) {
        return new Load(routed || other.routed, requests + other.requests, streams + other.streams);
    }
}
