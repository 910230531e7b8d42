package org.tenantry.gateway.edge.http2;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import java.util.EnumSet;
import java.util.Set;

/** The streams of one connection from their beginning to their end, whoever brings that about. Confined to its event loop. */
final class OpenStreams {
    /** How many may be open at once. */
    static final int MOST = 128;

    private static final Set<Http2Error> OF_OTHER_SIDE =
            EnumSet.of(Http2Error.PROTOCOL_ERROR, Http2Error.FLOW_CONTROL_ERROR, Http2Error.STREAM_CLOSED);

    /** Told whether any is open, whenever that changes. */
    interface Occupancy {
        void busy();

        void idle();
    }

    final FrameWriter writer;
    final Inflow inflow;
    final Outflow outflow;
    final Budgets budgets;
    final StreamTable table = new StreamTable();
    final ClosedStreams closed = new ClosedStreams();
    private final EventLoop loop;
    private final Occupancy told;
    private int most = MOST;

    /** @param window how much of bodies may come on all of them together */
    OpenStreams(EventLoop loop, FrameWriter writer, int window, Occupancy told) {
        this.loop = loop;
        this.writer = writer;
        this.told = told;
        this.budgets = new Budgets(now());
        this.inflow = new Inflow(writer, window);
        this.outflow = new Outflow(writer, budgets, loop.ticker());
    }

    long now() {
        return loop.ticker().nanoTime();
    }

    /** Lets no more be open at once, and in no case more than {@link #MOST}. */
    void bound(long to) {
        most = (int) Math.min(to, MOST);
    }

    /** Whether one more may be opened, beside so many that are about to be. */
    boolean hasRoom(int others) {
        return table.count() + others < most && !writer.isStuck();
    }

    StreamOutlet add(int number) {
        StreamOutlet stream = new StreamOutlet(number, this);
        table.add(stream);
        if (table.count() == 1) {
            told.busy();
        }
        return stream;
    }

    /** Our side of a stream has ended. */
    void sent(StreamOutlet stream, boolean refusesRest) {
        if (stream.otherEnded) {
            close(stream, false);
        } else if (refusesRest) {
            reset(stream, Http2Error.NO_ERROR);
        }
    }

    /** Resets one; an error of the other side's counts as one that it has provoked. */
    void reset(StreamOutlet stream, Http2Error why) {
        if (OF_OTHER_SIDE.contains(why)) {
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

    /** One was lost by no doing of ours. */
    void lose(StreamOutlet stream, StreamLoss loss) {
        stream.loss = loss;
        close(stream, false);
    }

    /** @param reset whether we did it */
    void close(StreamOutlet stream, boolean reset) {
        if (stream.isClosed()) {
            return;
        }
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
            told.idle();
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
