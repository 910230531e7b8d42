package org.tenantry.gateway.edge.http2;

import io.netty.handler.codec.http2.Http2Error;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/** What a client's frames do: they begin streams, and end them. Confined to its event loop. */
final class Requests extends Incoming {
    private final Streams streams;
    private final Streams.Owner owner;
    private int last;

    Requests(Streams streams, Streams.Owner owner, OpenStreams open, DecodedFields fields) {
        super(open, fields);
        this.streams = streams;
        this.owner = owner;
    }

    /** The last stream that the client has begun. */
    int last() {
        return last;
    }

    @Override
    boolean hasBegun(int number) {
        return number <= last;
    }

    @Override
    void fields(int number, boolean ends) throws ConnectionError {
        StreamOutlet known = open.table.find(number);
        if (known != null) {
            more(known, ends);
        } else if (number > last) {
            begin(number, ends);
        } else {
            late(number);
        }
    }

    private void begin(int number, boolean ends) throws ConnectionError {
        if ((number & 1) == 0) {
            throw ConnectionError.protocol("a stream of a client with an even number");
        }
        last = number;
        if (!streams.takesMore() || !open.hasRoom(0)) {
            open.refuse(number, Http2Error.REFUSED_STREAM);
            return;
        }
        budgets.request();
        StreamOutlet stream = open.add(number);
        stream.otherEnded = ends;
        StreamEvents events = owner.begin(stream, fields, ends);
        if (stream.isClosed()) {
            events.gone();
        } else {
            stream.events = events;
        }
    }

    @Override
    void end(StreamOutlet stream) {
        StreamEvents events = stream.events;
        stream.otherEnded = true;
        if (stream.isSent()) {
            open.close(stream, false);
        } else if (events != null) {
            events.ended();
        }
    }

    @Override
    public void goAway(int promised) throws ConnectionError {
        other();
    }

    @Override
    void answered(long ping) {
        if (ping == Streams.DRAINED) {
            streams.drained();
        }
    }
}
