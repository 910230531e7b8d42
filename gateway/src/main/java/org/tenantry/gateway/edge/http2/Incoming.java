package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;
import org.tenantry.gateway.edge.http2.hpack.FieldDecoder;
import org.tenantry.gateway.edge.http2.hpack.MalformedBlock;

/**
 * What frames do to the streams of a connection (RFC 9113 section 5.1): tells each what came for it, and counts what came for
 * none. An error of one stream resets that one. Confined to its event loop.
 */
abstract class Incoming implements Frames {
    private static final long LARGEST_FRAME = (1 << 24) - 1;

    protected final OpenStreams open;
    protected final Budgets budgets;
    /** Those that came last. */
    protected final DecodedFields fields;

    private final FieldDecoder decoder = new FieldDecoder();
    private @Nullable StreamOutlet current;

    Incoming(OpenStreams open, DecodedFields fields) {
        this.open = open;
        this.budgets = open.budgets;
        this.fields = fields;
    }

    /** Whether a stream has ever begun. */
    abstract boolean hasBegun(int number);

    /** Fields came on a stream. */
    abstract void fields(int number, boolean ends) throws ConnectionError;

    /** The other side sends nothing more on a stream that is open. */
    abstract void end(StreamOutlet stream);

    // Fields.

    @Override
    public void fields(int number, byte[] block, int length, boolean ends) throws ConnectionError {
        try {
            decoder.decode(block, 0, length, fields);
        } catch (MalformedBlock malformed) {
            throw new ConnectionError(Http2Error.COMPRESSION_ERROR, String.valueOf(malformed.getMessage()));
        }
        fields(number, ends);
        budgets.checkProvoked();
    }

    /** More fields of a stream that is open. */
    protected final void more(StreamOutlet stream, boolean ends) {
        StreamEvents events = stream.events;
        if (stream.otherEnded) {
            open.reset(stream, Http2Error.STREAM_CLOSED);
        } else if (events == null || fields.isTooLarge() || !events.fields(fields, ends)) {
            stream.loss = StreamLoss.malformed();
            open.reset(stream, Http2Error.PROTOCOL_ERROR);
        } else if (ends && !stream.isClosed()) {
            end(stream);
        }
    }

    /** Fields of a stream that is over; those of one that we have reset may have been on their way. */
    protected final void late(int number) throws ConnectionError {
        switch (open.closed.of(number)) {
            case RESET -> {}
            case ENDED -> throw new ConnectionError(Http2Error.STREAM_CLOSED, "fields on a closed stream");
            case UNKNOWN -> throw ConnectionError.protocol("a stream out of order");
        }
    }

    // Data.

    @Override
    public void dataBegins(int number, int length, int padding) throws ConnectionError {
        if (!hasBegun(number)) {
            throw ConnectionError.protocol("data on a stream that hasn't begun");
        }
        if (!open.inflow.take(length)) {
            throw new ConnectionError(Http2Error.FLOW_CONTROL_ERROR, "more data than a connection may send");
        }
        StreamOutlet stream = open.table.find(number);
        current = stream;
        if (stream == null) {
            open.inflow.giveBack(length);
            if (open.closed.of(number) != ClosedStreams.Fate.RESET) {
                open.refuse(number, Http2Error.STREAM_CLOSED);
            }
        } else if (!Inflow.take(stream, length)) {
            open.reset(stream, Http2Error.FLOW_CONTROL_ERROR);
        } else if (stream.otherEnded) {
            open.reset(stream, Http2Error.STREAM_CLOSED);
        } else {
            stream.giveBack(padding);
        }
        budgets.checkProvoked();
    }

    @Override
    public void data(ByteBuf bytes) throws ConnectionError {
        StreamOutlet stream = current;
        StreamEvents events = stream == null ? null : stream.events;
        if (stream != null && events != null) {
            stream.giveBack(events.data(bytes));
            budgets.checkProvoked();
        }
    }

    @Override
    public void dataEnds(int length, boolean ends) throws ConnectionError {
        StreamOutlet stream = current;
        current = null;
        budgets.data(length, ends);
        if (ends && stream != null && !stream.isClosed()) {
            end(stream);
        }
        budgets.checkProvoked();
    }

    // What concerns one stream.

    @Override
    public void reset(int number, long why) throws ConnectionError {
        if (!hasBegun(number)) {
            throw ConnectionError.protocol("a reset of a stream that hasn't begun");
        }
        budgets.reset(open.now());
        StreamOutlet stream = open.table.find(number);
        if (stream != null) {
            open.lose(stream, StreamLoss.reset(why));
        }
    }

    @Override
    public void windowUpdate(int number, int more) throws ConnectionError {
        budgets.update(open.now());
        if (number != 0 && !hasBegun(number)) {
            throw ConnectionError.protocol("a window of a stream that hasn't begun");
        }
        if (number == 0) {
            open.outflow.raise(more);
            return;
        }
        StreamOutlet stream = open.table.find(number);
        if (stream != null && more == 0) {
            open.reset(stream, Http2Error.PROTOCOL_ERROR);
        } else if (stream != null && !open.outflow.raise(stream, more)) {
            open.reset(stream, Http2Error.FLOW_CONTROL_ERROR);
        }
        budgets.checkProvoked();
    }

    // What concerns the connection.

    @Override
    public void setting(int key, long value) throws ConnectionError {
        boolean good = switch (key) {
            case FrameType.ENABLE_PUSH, FrameType.ENABLE_CONNECT_PROTOCOL -> value <= 1;
            case FrameType.MAX_FRAME_SIZE -> value >= FrameType.LARGEST && value <= LARGEST_FRAME;
            default -> true;
        };
        if (!good) {
            throw ConnectionError.protocol("a setting that cannot be");
        }
        if (key == FrameType.INITIAL_WINDOW_SIZE) {
            open.outflow.initial(value, open.table);
        } else if (key == FrameType.HEADER_TABLE_SIZE) {
            open.writer.resizeTable();
        }
    }

    @Override
    public void settingsEnd() throws ConnectionError {
        budgets.frame(open.now());
        open.writer.acknowledgeSettings();
    }

    @Override
    public void ping(long data, boolean acknowledges) throws ConnectionError {
        if (!acknowledges) {
            budgets.frame(open.now());
            open.writer.ping(data, true);
        } else {
            answered(data);
        }
    }

    /** A ping of ours, or one that is none, was answered. */
    abstract void answered(long ping);

    @Override
    public void other() throws ConnectionError {
        budgets.frame(open.now());
    }
}
