package org.tenantry.gateway.edge.upstream;

import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.ByteWriter;

/** Where a message is written. Confined to its event loop. */
public interface RequestSink extends BodyRelay.Sink {
    /**
     * Writes the head of a message.
     *
     * @param body how many bytes of body follow; negative where nobody knows
     */
    void head(ByteWriter text, long body);

    /** The body that was announced with the head is whole. */
    void end();

    /** Sends what has been written. */
    void flush();

    /** Whether the other side keeps up. */
    boolean isWritable();
}
