package org.tenantry.gateway.edge.http2;

import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/** What the frames of an instance do: they answer streams that we have begun. Confined to its event loop. */
final class Answers extends Incoming {
    private static final int MOST_NUMBER = Integer.MAX_VALUE - 2;

    private final Calls calls;
    private int next = 1;
    private int promised = Integer.MAX_VALUE;

    Answers(Calls calls, OpenStreams open, DecodedFields fields) {
        super(open, fields);
        this.calls = calls;
    }

    /** Whether there is a number for another stream. */
    boolean hasNumber() {
        return next <= MOST_NUMBER;
    }

    /** Begins a stream. */
    StreamOutlet begin(StreamEvents events) {
        budgets.asked();
        StreamOutlet stream = open.add(next);
        stream.events = events;
        next += 2;
        return stream;
    }

    @Override
    boolean hasBegun(int number) {
        return number < next && (number & 1) == 1;
    }

    @Override
    void fields(int number, boolean ends) throws ConnectionError {
        // Interim answers have no end of their own, and no window bounds them.
        budgets.frame(open.now());
        StreamOutlet known = open.table.find(number);
        if (known != null) {
            more(known, ends);
        } else if (hasBegun(number)) {
            late(number);
        } else {
            throw ConnectionError.protocol("an answer to nothing");
        }
    }

    @Override
    void end(StreamOutlet stream) {
        StreamEvents events = stream.events;
        stream.otherEnded = true;
        if (events != null) {
            events.ended();
        }
        if (stream.isSent()) {
            open.close(stream, false);
        }
    }

    @Override
    public void setting(int key, long value) throws ConnectionError {
        super.setting(key, value);
        if (key == FrameType.ENABLE_PUSH && value == 1) {
            throw ConnectionError.protocol("an instance that asks for promises");
        }
        if (key == FrameType.MAX_CONCURRENT_STREAMS) {
            open.bound(value);
        }
    }

    @Override
    public void settingsEnd() throws ConnectionError {
        super.settingsEnd();
        calls.settled();
    }

    @Override
    public void goAway(int last) throws ConnectionError {
        budgets.frame(open.now());
        if (last > promised) {
            throw ConnectionError.protocol("a goodbye that is taken back");
        }
        promised = last;
        calls.drain();
        for (StreamOutlet one : open.table.all()) {
            if (one.number > last) {
                open.lose(one, StreamLoss.leftOut());
            }
        }
        calls.closeIfDrained();
    }

    @Override
    void answered(long ping) {
        // We send none; an answer to nothing does nothing.
    }
}
