package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/** What happens on one stream, told to whoever answers it, or asks by it, on its event loop. */
public interface StreamEvents {
    /**
     * Bytes of the body came. The receiver retains what it keeps.
     *
     * @return how many of them are used up now; the others are given back with {@link StreamOutlet#giveBack}
     */
    int data(ByteBuf bytes);

    /**
     * Fields came, after those with which the stream began: a head, or what follows a body. Says whether they are well-formed.
     *
     * @param ends whether {@link #ended} follows
     */
    boolean fields(DecodedFields fields, boolean ends);

    /** The other side has sent everything. */
    void ended();

    /** Whether more may be written has changed. */
    void writabilityChanged();

    /** The edge goes: what has no end of its own must end. */
    void departed();

    /**
     * The stream is over, however it ended: nothing more is told, and nothing may be written. Told at once, within whatever
     * ends it: that has to be the last thing that its caller does.
     */
    void gone();
}
