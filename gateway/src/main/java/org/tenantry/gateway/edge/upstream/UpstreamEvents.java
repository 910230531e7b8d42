package org.tenantry.gateway.edge.upstream;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;

/** What happens on the way to an endpoint, told to the one request that has it, on its event loop. */
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

    /** How far a request had come that was lost. */
    enum Loss {
        /** The other side has certainly done nothing for it. */
        UNPROCESSED,
        /** Not a single byte of an answer had come, and the connection is gone. */
        SILENT,
        /** The other side had begun to answer, or has refused to go on. */
        BEGUN
    }

    /**
     * The other side has ended properly, which ends some answers; nothing more will be told.
     *
     * @param after fields that came after the body, apart from its bytes
     */
    void ended(Optional<Trailers> after);

    /** The connection is gone, or this request's part of it, or what came is no HTTP; nothing more will be told. */
    void lost(String why, Loss loss);
}
