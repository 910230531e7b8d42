package org.tenantry.gateway.edge;

import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * The side of an exchange that asked, in whatever protocol: a connection of HTTP/1.1 or a stream of HTTP/2. Used by one
 * exchange at a time, on its event loop.
 */
interface ClientSide {
    /** What the edge says of this client in each of its requests; see {@link Heads#forwarded}. */
    byte[] forwarded();

    // The request's body.

    /** How a body comes from here and goes to an endpoint. */
    BodyRelay.Form requestForm(Framing framing);

    /** Lets the body come, or come on. */
    void takeBody();

    /** Takes no more for now. */
    void holdReading();

    /** The last byte of the body has been taken. */
    void bodyEnded();

    // The answer.

    /** How an answer's body comes from an endpoint and goes on here. */
    BodyRelay.Form answerForm(Framing framing);

    /** Writes an interim answer, and flushes. */
    void interim(ResponseHead head);

    /**
     * Writes the head of an answer.
     *
     * @param body how many bytes of body follow; negative where nobody knows
     * @param requestDone whether all of the request has come
     */
    void head(ResponseHead head, BodyRelay.Form form, long body, boolean requestDone);

    /** Where the answer's body goes. */
    BodyRelay.Sink body();

    void flush();

    /** Whether the client keeps up. */
    boolean isWritable();

    /** The last byte of an answer has been written. */
    void answerEnded(boolean requestDone);

    /** The edge's own answer to a request that was understood. */
    void answer(Page page, boolean requestDone);

    /** Ends an answer that cannot be completed, so that the client sees that it is not whole. */
    void cut();

    /** A request's body cannot be read on: its answer is cut off, or there is none. */
    void refuseRest(boolean answered);

    // WebSockets.

    /** Whether an answer to the wish for one can be passed on, and would be understood as it is meant. */
    boolean understands(ResponseHead answer);

    /** A WebSocket begins: takes both sides over from HTTP. */
    void becomeWebSocket(ResponseHead head, UpstreamConnection upstream);
}
