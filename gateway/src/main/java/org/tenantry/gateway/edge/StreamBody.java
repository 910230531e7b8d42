package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.page.Page;

/**
 * The body of the request on one stream of HTTP/2. What comes before an endpoint takes it waits as bytes, and the client's
 * window is given back only when it is taken. Used again for another stream. Confined to its event loop.
 */
final class StreamBody extends Deadlines.Waiter {
    private enum State {
        /** Nobody takes it yet. */
        WAITING,
        /** It goes to an endpoint. */
        TAKEN,
        /** Nobody takes what still comes. */
        DROPPING
    }

    private final LoopContext loop;
    private final Exchange exchange;
    private final WaitingBytes waiting = new WaitingBytes();
    private @Nullable StreamOutlet outlet;
    private Optional<Trailers> after = Optional.empty();
    private State state = State.DROPPING;
    private boolean held;
    private boolean ended;
    private boolean processing;
    private int owed;
    private long missing;

    StreamBody(LoopContext loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
    }

    /**
     * Begins with that of the next request.
     *
     * @param whole whether nothing comes
     */
    void begin(StreamOutlet of, boolean whole) {
        outlet = of;
        ended = whole;
        held = false;
        owed = 0;
        missing = Long.MAX_VALUE;
        after = Optional.empty();
        state = State.WAITING;
    }

    /** The request says how long it is. */
    void announce(long length) {
        missing = length;
    }

    // What the client sends.

    /** As {@link org.tenantry.gateway.edge.http2.StreamEvents#data}. */
    int data(ByteBuf bytes) {
        if (state == State.DROPPING) {
            return bytes.readableBytes();
        }
        StreamOutlet from = outlet;
        missing -= bytes.readableBytes();
        if (missing < 0 && from != null) {
            from.reset(Http2Error.PROTOCOL_ERROR);
            return 0;
        }
        if (state == State.WAITING || held || !waiting.isEmpty()) {
            waiting.add(bytes, bytes.alloc());
            return 0;
        }
        expect();
        int used = pass(bytes);
        exchange.requestPaused();
        return used;
    }

    /** Says how many bytes the client may send instead of these. */
    private int pass(ByteBuf bytes) {
        int all = bytes.readableBytes();
        exchange.requestBytes(bytes);
        if (held && state == State.TAKEN) {
            owed += all;
            return 0;
        }
        return all;
    }

    /** Fields came after it; {@link #end} follows. */
    void trailers(Trailers section) {
        after = Optional.of(section);
    }

    /** The client has sent everything. */
    void end() {
        ended = true;
        process();
    }

    /** Whether it has. */
    boolean isEnded() {
        return ended;
    }

    // What becomes of it.

    /** Lets it go, or go on, to the endpoint. */
    void take() {
        state = State.TAKEN;
        held = false;
        expect();
        giveBackOwed();
        process();
    }

    /** No more is taken for now. */
    void hold() {
        held = true;
        loop.deadlines.clear(this);
    }

    /** The endpoint has all of it. */
    void taken() {
        giveBackOwed();
        drop();
    }

    /** What still comes is nobody's. */
    void drop() {
        loop.deadlines.clear(this);
        state = State.DROPPING;
        held = false;
        waiting.drop();
    }

    /** Hands what waits to a tunnel, which takes what still comes itself. */
    void moveTo(StreamTunnel through) {
        while (!waiting.isEmpty()) {
            ByteBuf piece = waiting.take();
            giveBack(through.data(piece));
            piece.release();
        }
    }

    /** The stream is gone. */
    void clear() {
        drop();
        outlet = null;
        after = Optional.empty();
    }

    /** The answer is written; the client has yet to take it. */
    void expectReader() {
        loop.deadlines.set(this, Deadlines.Kind.UNREAD, loop.nanos());
    }

    private void giveBackOwed() {
        int bytes = owed;
        owed = 0;
        giveBack(bytes);
    }

    private void giveBack(int bytes) {
        StreamOutlet to = outlet;
        if (to != null) {
            to.giveBack(bytes);
        }
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        while (takes() && !waiting.isEmpty()) {
            ByteBuf piece = waiting.take();
            giveBack(pass(piece));
            piece.release();
        }
        processing = false;
        if (takes() && ended) {
            exchange.requestEnded(after);
        }
        exchange.requestPaused();
    }

    private boolean takes() {
        return state == State.TAKEN && !held;
    }

    private void expect() {
        loop.deadlines.set(this, Deadlines.Kind.BODY, loop.nanos());
    }

    @Override
    void missed(Deadlines.Kind kind) {
        StreamOutlet to = outlet;
        if (kind == Deadlines.Kind.UNREAD && to != null) {
            to.reset(Http2Error.CANCEL);
        } else if (exchange.mayPause()) {
            expect();
        } else {
            exchange.refuseBody(Page.TIMEOUT, "body stopped coming");
        }
    }
}
