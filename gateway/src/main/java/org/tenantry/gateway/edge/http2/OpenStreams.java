package org.tenantry.gateway.edge.http2;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import java.util.EnumSet;
import java.util.Set;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/** The streams of one connection from their beginning to their end, whoever brings that about. Confined to its event loop. */
final class OpenStreams {
    /** How many may be open at once. */
    static final int MOST = 128;

    private static final Set<Http2Error> OF_CLIENTS =
            EnumSet.of(Http2Error.PROTOCOL_ERROR, Http2Error.FLOW_CONTROL_ERROR, Http2Error.STREAM_CLOSED);

    final FrameWriter writer;
    final Inflow inflow;
    final Outflow outflow;
    final Budgets budgets;
    final StreamTable table = new StreamTable();
    final ClosedStreams closed = new ClosedStreams();
    private final EventLoop loop;
    private final Streams.Owner owner;
    private final Runnable lastClosed;

    /** @param lastClosed what is done whenever none is open any more */
    OpenStreams(Streams.Owner owner, EventLoop loop, FrameWriter writer, Runnable lastClosed) {
        this.owner = owner;
        this.loop = loop;
        this.writer = writer;
        this.lastClosed = lastClosed;
        this.budgets = new Budgets(now());
        this.inflow = new Inflow(writer);
        this.outflow = new Outflow(writer, budgets, loop.ticker());
    }

    long now() {
        return loop.ticker().nanoTime();
    }

    /** Whether one more may be opened. */
    boolean hasRoom() {
        return table.count() < MOST && !writer.isStuck();
    }

    /** @param ended whether the client sends nothing more */
    void begin(int number, DecodedFields fields, boolean ended) {
        StreamOutlet stream = new StreamOutlet(number, this);
        stream.clientEnded = ended;
        table.add(stream);
        if (table.count() == 1) {
            owner.busy();
        }
        StreamEvents events = owner.begin(stream, fields, ended);
        if (stream.isClosed()) {
            events.gone();
        } else {
            stream.events = events;
        }
    }

    /** Our side of a stream has ended. */
    void answered(StreamOutlet stream, boolean refusesRest) {
        if (stream.clientEnded) {
            close(stream, false);
        } else if (refusesRest) {
            reset(stream, Http2Error.NO_ERROR);
        }
    }

    /** Resets one; an error of the client's counts as one that it has provoked. */
    void reset(StreamOutlet stream, Http2Error why) {
        if (OF_CLIENTS.contains(why)) {
            budgets.provoked(now());
        }
        writer.reset(stream.number, why);
        close(stream, true);
    }

    /** Resets one that isn't open, or not to be opened. */
    void refuse(int number, Http2Error why) {
        budgets.provoked(now());
        writer.reset(number, why);
        closed.add(number, true);
    }

    /** @param reset whether we did it */
    void close(StreamOutlet stream, boolean reset) {
        table.remove(stream);
        closed.add(stream.number, reset);
        outflow.remove(stream);
        inflow.end(stream);
        stream.close();
        StreamEvents events = stream.events;
        stream.events = null;
        if (events != null) {
            events.gone();
        }
        if (table.count() == 0) {
            owner.idle();
            lastClosed.run();
        }
    }

    void closeAll() {
        for (StreamOutlet one : table.all()) {
            close(one, false);
        }
    }

    void tellWritability() {
        outflow.go();
        table.all().forEach(StreamOutlet::tellWritability);
    }
}
