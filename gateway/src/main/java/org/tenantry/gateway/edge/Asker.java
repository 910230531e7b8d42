package org.tenantry.gateway.edge;

import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * Whoever has asked, as an {@link Exchange} knows it, whatever protocol it speaks: a connection of HTTP/1.1, or one stream of
 * several. All on one event loop.
 */
interface Asker {
    /** What the edge says of the client in each of its requests. */
    byte[] forwarded();

    // The request's body.

    /** How a body comes from here and goes to an endpoint. */
    BodyRelay.Form requestForm(Framing framing);

    /** Lets the body come, or come on. */
    void takeBody();

    /** Takes no more for now. */
    void holdReading();

    /** The counterpart of {@link #holdReading} where nobody takes a body yet. */
    void readOn();

    /** How many bytes have come after the head that nobody has taken. */
    int waiting();

    /** The last byte of the body has been taken. */
    void bodyEnded();

    /** The body cannot be taken to its end and gets no answer; what has been answered already is cut off. */
    void refuseRest(boolean answered, boolean endsByClosing);

    // The answer.

    /** In which form the body of an answer is passed to this one. */
    BodyRelay.Form form(Framing framing);

    /** Passes on an interim answer, if this one understands it. */
    void interim(ResponseHead head);

    /** Whether it speaks TLS. */
    boolean isSecure();

    /** Adds {@code Set-Cookie} with this value to the head that is passed on next; nothing where it is empty. */
    void keep(String cookie);

    /**
     * Passes on the head of an answer.
     *
     * @param length of the body; negative where nobody knows
     */
    void head(ResponseHead head, BodyRelay.Form form, boolean closes, long length);

    /** Where the body of an answer goes. */
    BodyRelay.Sink body();

    void flush();

    /** Whether this one keeps up with what is written. */
    boolean isWritable();

    /** The edge's own answer instead of one of the instance's. */
    void answer(Page page, boolean requestDone);

    /** The last byte of an answer has been written. May begin the next request. */
    void answerEnded(boolean closes, boolean requestDone);

    /** Ends an answer that the client does not take. */
    void abort();

    /** Ends an answer that cannot be completed, so that it is seen not to be whole. */
    void cut(boolean endsByClosing);

    /** Whether an answer to the wish for a WebSocket can be passed on, and would be understood as it is meant. */
    boolean understands(ResponseHead head);

    /**
     * Becomes one end of a tunnel, because the instance has taken the change to WebSocket.
     *
     * @param throttle what slows it; null where nothing does
     */
    void tunnel(ResponseHead head, UpstreamConnection other, @Nullable Throttle throttle);
}
