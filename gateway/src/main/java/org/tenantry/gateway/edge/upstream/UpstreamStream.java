package org.tenantry.gateway.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.StreamEvents;
import org.tenantry.gateway.edge.http2.StreamLoss;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/**
 * One request on a connection of HTTP/2 that others share. The instance may send on only as far as the client takes what it
 * has sent. Confined to its event loop.
 */
public final class UpstreamStream implements Upstream, StreamEvents {
    private final StreamConnection connection;
    private final StreamSink sink;
    private @Nullable UpstreamEvents events;
    private Optional<Trailers> after = Optional.empty();
    private boolean heard;
    private boolean answered;
    private boolean reading = true;
    private int owed;

    UpstreamStream(StreamConnection connection) {
        this.connection = connection;
        this.sink = new StreamSink(connection, this);
    }

    @Override
    public Endpoint endpoint() {
        return connection.endpoint();
    }

    @Override
    public byte[] name() {
        return connection.name();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void begin(UpstreamEvents request) {
        events = request;
    }

    @Override
    public RequestSink outlet() {
        return sink;
    }

    @Override
    public void learn(int keepAliveSeconds) {
        // That is said by a frame of its own.
    }

    /** The request is over; what it hasn't sent is of no use any more. */
    void end() {
        abort();
    }

    @Override
    public void abort() {
        events = null;
        reset(Http2Error.CANCEL);
    }

    private void reset(Http2Error why) {
        StreamOutlet stream = sink.stream();
        if (stream == null) {
            connection.forgo();
        } else {
            stream.reset(why);
        }
    }

    // Reading.

    @Override
    public boolean isReading() {
        return reading;
    }

    @Override
    public void read(boolean on) {
        reading = on;
        StreamOutlet stream = sink.stream();
        if (on && stream != null) {
            int bytes = owed;
            owed = 0;
            stream.giveBack(bytes);
        }
    }

    @Override
    public boolean fields(DecodedFields fields, boolean ends) {
        UpstreamEvents to = events;
        heard = true;
        if (to == null) {
            return true;
        }
        connection.touch(this);
        if (!answered) {
            return head(fields, ends, to);
        }
        after = Translation.trailers(fields);
        return ends && after.isPresent();
    }

    private boolean head(DecodedFields fields, boolean ends, UpstreamEvents to) {
        ResponseHead head = connection.translation().head(fields, ends);
        if (head == null || (ends && head.status() < 200)) {
            return false;
        }
        answered = head.status() >= 200;
        to.head(head);
        return true;
    }

    @Override
    public int data(ByteBuf bytes) {
        int size = bytes.readableBytes();
        UpstreamEvents to = events;
        if (to == null) {
            return size;
        }
        if (!answered) {
            reset(Http2Error.PROTOCOL_ERROR);
            return size;
        }
        connection.touch(this);
        to.body(bytes);
        if (reading) {
            return size;
        }
        owed += size;
        return 0;
    }

    void paused() {
        UpstreamEvents to = events;
        if (to != null) {
            to.paused();
        }
    }

    @Override
    public void ended() {
        UpstreamEvents to = events;
        if (to != null) {
            to.ended(after);
        }
    }

    @Override
    public void writabilityChanged() {
        UpstreamEvents to = events;
        if (to != null) {
            to.writabilityChanged();
        }
    }

    @Override
    public void departed() {
        // Only clients are sent off.
    }

    // The end.

    @Override
    public void gone() {
        UpstreamEvents to = events;
        StreamOutlet stream = sink.stream();
        events = null;
        // First those who waited before: what is asked again is better asked elsewhere.
        connection.closed();
        if (to != null && stream != null) {
            to.lost(stream.loss().why(), kind(stream.loss()));
        }
    }

    private UpstreamEvents.Loss kind(StreamLoss loss) {
        if (loss.unprocessed()) {
            return UpstreamEvents.Loss.UNPROCESSED;
        }
        return loss.ofConnection() && !heard ? UpstreamEvents.Loss.SILENT : UpstreamEvents.Loss.BEGUN;
    }
}
