package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Trailers;

/**
 * The writing side of one stream, and what its connection keeps of it. What may not be sent yet waits. Confined to its event
 * loop.
 */
public final class StreamOutlet implements BodyRelay.Sink {
    /** So much may wait before no more is wanted. */
    private static final int LITTLE = 16 << 10;

    final int number;

    @Nullable
    StreamOutlet nextInSlot;

    @Nullable
    StreamEvents events;

    /** How much the other side takes. */
    int window;
    /** Whether it waits for its turn to send. */
    boolean inLine;

    /** How much the other side may send. */
    int room = Inflow.WINDOW;
    /** How much came that nobody has used up. */
    int unused;
    /** How much was used up that the other side wasn't told of. */
    int unsaid;
    /** The other side sends nothing more. */
    boolean otherEnded;

    /** What ended it, where that was neither its end nor us. */
    @Nullable
    StreamLoss loss;

    private final OpenStreams streams;
    private final FrameWriter writer;
    private final Outflow outflow;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(0);
    private int waitingBytes;
    private @Nullable ByteWriter trailers;
    private long last = -1;
    private boolean ending;
    private boolean ended;
    private boolean refusesRest;
    private boolean held;
    private boolean closed;

    StreamOutlet(int number, OpenStreams streams) {
        this.number = number;
        this.streams = streams;
        this.writer = streams.writer;
        this.outflow = streams.outflow;
        this.window = outflow.initial();
    }

    /** Writes the head of a message, or of an interim answer: a block that this copies. */
    public void head(ByteWriter fields, boolean ends) {
        if (!isOver()) {
            writer.fields(number, fields, ends);
            ended = ends;
        }
    }

    @Override
    public void write(ByteBuf in, int from, int length) {
        if (isOver() || length == 0) {
            return;
        }
        int sent = waiting.isEmpty() ? send(in, from, length) : 0;
        if (sent < length) {
            waiting.addLast(in.retainedSlice(from + sent, length - sent));
            waitingBytes += length - sent;
            outflow.await(this);
        }
    }

    /** Sends as much as may be sent now, and says how much that was. */
    private int send(ByteBuf in, int from, int length) {
        int sent = 0;
        for (int part = outflow.allowed(this, length); part > 0; part = outflow.allowed(this, length - sent)) {
            outflow.begin(this, part, length - sent, false).writeBytes(in, from + sent, part);
            sent += part;
            last = writer.last();
        }
        return sent;
    }

    @Override
    public void write(ByteWriter text) {
        byte[] bytes = new byte[text.length()];
        text.copyTo(bytes, 0);
        write(bytes);
    }

    /** Bytes of ours that nobody changes. */
    public void write(byte[] bytes) {
        write(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    @Override
    public void trailers(Trailers section) {
        trailers = ResponseFields.ofTrailers(section);
    }

    /**
     * The message is whole. May be the end of the stream.
     *
     * @param requestDone where it isn't, the client is told that nobody reads its rest (RFC 9113 section 8.1); true of a
     *     request
     */
    public void end(boolean requestDone) {
        if (closed) {
            return;
        }
        refusesRest = !requestDone;
        ending = true;
        if (waiting.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        ByteWriter after = trailers;
        if (!ended) {
            ended = true;
            if (after != null) {
                writer.fields(number, after, true);
            } else if (!writer.endAt(last)) {
                writer.end(number);
            }
        }
        streams.sent(this, refusesRest);
    }

    /** Sends one frame of what waits; says whether more does. */
    boolean sendFrame() {
        int part = outflow.allowed(this, waitingBytes);
        if (part > 0) {
            ended = ending && trailers == null && part == waitingBytes;
            ByteBuf frame = outflow.begin(this, part, waitingBytes, ended);
            last = writer.last();
            waitingBytes -= part;
            move(part, frame);
        }
        if (ending && waiting.isEmpty()) {
            finish();
        } else {
            tellWritability();
        }
        return isWaiting();
    }

    /** Moves bytes of what waits into a frame. */
    private void move(int part, ByteBuf frame) {
        int left = part;
        while (left > 0) {
            ByteBuf first = waiting.getFirst();
            int piece = Math.min(left, first.readableBytes());
            frame.writeBytes(first, piece);
            left -= piece;
            if (!first.isReadable()) {
                waiting.removeFirst().release();
            }
        }
    }

    /** Ends the stream before its time. */
    public void reset(Http2Error why) {
        if (closed) {
            return;
        }
        if (otherEnded && isSent()) {
            streams.close(this, false);
        } else {
            streams.reset(this, why);
        }
    }

    /** The receiver has used up so many bytes of those that came: the other side may send as many again. */
    public void giveBack(int bytes) {
        if (bytes > 0 && !closed) {
            streams.inflow.giveBack(this, bytes);
        }
    }

    /** Whether the other side keeps up with this stream. */
    public boolean isWritable() {
        boolean writable = waitingBytes <= LITTLE && writer.isWritable();
        held |= !writable;
        return writable;
    }

    /** Tells whoever was told that it isn't writable that it is again. */
    void tellWritability() {
        StreamEvents to = events;
        if (held && to != null && isWritable()) {
            held = false;
            to.writabilityChanged();
        }
    }

    /** Whether something waits. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** What ended it, where that was neither its end nor whoever was told of it; known when that is told to be gone. */
    public StreamLoss loss() {
        StreamLoss known = loss;
        return known == null ? StreamLoss.malformed() : known;
    }

    /** Whether all of the message has gone out. */
    boolean isSent() {
        return ending && ended;
    }

    private boolean isOver() {
        return ending || ended || closed;
    }

    /** Whether its connection knows it no more. */
    boolean isClosed() {
        return closed;
    }

    /** Drops what waits: nothing more is sent. */
    void close() {
        closed = true;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        waitingBytes = 0;
    }
}
