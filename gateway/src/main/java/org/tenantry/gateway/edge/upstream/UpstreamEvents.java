package org.tenantry.gateway.edge.upstream;

import io.netty.buffer.ByteBuf;
import org.tenantry.gateway.edge.http1.ResponseHead;

/** What happens on a connection to an endpoint, told to the one request that has it, on its event loop. */
public interface UpstreamEvents {
    /** What follows a head. */
    enum Next {
        /** Another head, because this one was interim. */
        HEAD,
        /** Bytes for {@link #body}. */
        BODY,
        /** Nothing for this request: it has left the connection. */
        NOTHING
    }

    /** The head of an answer; several where interim ones come first. It is the receiver's until the next one is read. */
    Next head(ResponseHead head);

    /** Bytes that came; the receiver takes those of its body and leaves the rest. */
    void body(ByteBuf in);

    /** Everything that was there has been told: time to flush. */
    void paused();

    /** Whether more may be written has changed. */
    void writabilityChanged();

    /** The other side has closed properly, which ends some answers; nothing more will be told. */
    void ended();

    /**
     * The connection is gone, or what came is no HTTP; nothing more will be told.
     *
     * @param silent whether not a single byte of an answer had come
     */
    void lost(String why, boolean silent);
}
