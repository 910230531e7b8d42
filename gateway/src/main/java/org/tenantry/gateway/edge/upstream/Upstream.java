package org.tenantry.gateway.edge.upstream;

import java.nio.charset.StandardCharsets;
import org.tenantry.common.instance.Endpoint;

/**
 * What carries one request to an endpoint and its answer back: a connection of its own, or one stream of a connection that it
 * shares. Confined to its event loop.
 */
public sealed interface Upstream permits UpstreamConnection, UpstreamStream {
    /** How the log names an endpoint. */
    static byte[] name(Endpoint endpoint) {
        return (endpoint.replica() + "@" + endpoint.node() + " " + endpoint.address() + ":" + endpoint.port())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whom it is to. */
    Endpoint endpoint();

    /** Whom it is to, as the log says it. */
    byte[] name();

    /**
     * Whether it is a stream among others: the end of each message is told apart from its bytes, and it never becomes
     * anything else.
     */
    boolean isShared();

    /** Gives it to a request. */
    void begin(UpstreamEvents request);

    /** Where the request is written. */
    RequestSink outlet();

    /** Whether the answer may come on. */
    boolean isReading();

    void read(boolean on);

    /** The other side keeps unused connections so long: ours must be shorter. Negative where it has said nothing. */
    void learn(int keepAliveSeconds);

    /** Ends the request before its time, which is told to the other side at once; the request hears nothing more. */
    void abort();
}
