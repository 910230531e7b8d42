package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;

/**
 * What a connection's streams may send (RFC 9113 section 5.2): within the other side's windows, and while it takes what was sent
 * before. Streams that wait take turns, one frame each. Confined to its event loop.
 */
final class Outflow {
    static final int INITIAL = 65_535;

    /** Fewer bytes, where more would have been sent but for a window, are no reason to say that they were taken. */
    private static final int CONSIDERABLE = 1 << 10;

    private final FrameWriter writer;
    private final Budgets budgets;
    private final Ticker ticker;
    private final ArrayDeque<StreamOutlet> line = new ArrayDeque<>();
    private int window = INITIAL;
    private int initial = INITIAL;

    Outflow(FrameWriter writer, Budgets budgets, Ticker ticker) {
        this.writer = writer;
        this.ticker = ticker;
        this.budgets = budgets;
    }

    /** Whether anything may be sent at all. */
    boolean isOpen() {
        return window > 0 && writer.isWritable();
    }

    /** What the window of a new stream is. */
    int initial() {
        return initial;
    }

    /**
     * How many bytes of a frame a stream may send now.
     *
     * @param length how many it has
     */
    int allowed(StreamOutlet stream, int length) {
        int whole = Math.min(length, FrameType.LARGEST);
        return writer.isWritable() ? Math.min(Math.min(window, stream.window), whole) : 0;
    }

    /** Begins a frame of as many bytes as are allowed; the caller adds them. */
    ByteBuf begin(StreamOutlet stream, int part, int length, boolean ends) {
        window -= part;
        stream.window -= part;
        if (part == Math.min(length, FrameType.LARGEST) || part >= CONSIDERABLE) {
            budgets.sent(part);
        } else {
            budgets.crumb(ticker.nanoTime());
        }
        return writer.data(stream.number, part, ends);
    }

    /** A stream has something to send, and waits for its turn. */
    void await(StreamOutlet stream) {
        if (!stream.inLine) {
            stream.inLine = true;
            line.addLast(stream);
        }
    }

    /** Lets streams send that wait, as much as may be sent now. */
    void go() {
        while (window > 0 && writer.isWritable()) {
            StreamOutlet next = line.pollFirst();
            if (next == null) {
                return;
            }
            next.inLine = false;
            if (next.window > 0 && next.sendFrame()) {
                await(next);
            }
        }
    }

    // The other side's windows. What it tells in one turn of the event loop counts as one, so that frames don't become
    // smaller and smaller where it answers each.

    /** Raises the connection's. */
    void raise(int more) throws ConnectionError {
        if (more == 0) {
            throw ConnectionError.protocol("a window that grows by nothing");
        }
        window = sum(window, more);
    }

    /** Raises a stream's; false where it becomes larger than may be. */
    boolean raise(StreamOutlet stream, int more) {
        if (stream.window > Integer.MAX_VALUE - more) {
            return false;
        }
        stream.window += more;
        if (stream.isWaiting()) {
            await(stream);
        }
        return true;
    }

    /** The other side bounds all streams anew, those that are open too. */
    void initial(long to, StreamTable streams) throws ConnectionError {
        if (to > Integer.MAX_VALUE) {
            throw tooLarge();
        }
        int more = (int) to - initial;
        initial = (int) to;
        for (StreamOutlet one : streams.all()) {
            one.window = sum(one.window, more);
            if (one.isWaiting()) {
                await(one);
            }
        }
    }

    private static int sum(int window, int more) throws ConnectionError {
        long sum = (long) window + more;
        if (sum > Integer.MAX_VALUE) {
            throw tooLarge();
        }
        return (int) sum;
    }

    private static ConnectionError tooLarge() {
        return new ConnectionError(Http2Error.FLOW_CONTROL_ERROR, "a window that is too large");
    }

    /** A stream is gone. */
    void remove(StreamOutlet stream) {
        if (stream.inLine) {
            stream.inLine = false;
            line.remove(stream);
        }
    }
}
