package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Trailers;

/**
 * The writing side of one stream. Holds the last piece of a body back until it is known what follows, so that the end needs
 * no frame of its own. Confined to its event loop.
 */
public final class StreamOutlet implements BodyRelay.Sink {
    private final Streams streams;
    private final Http2Stream stream;
    private @Nullable ByteBuf held;
    private @Nullable Http2Headers trailers;
    private @Nullable ChannelFuture last;
    private boolean over;

    StreamOutlet(Streams streams, Http2Stream stream) {
        this.streams = streams;
        this.stream = stream;
    }

    /** Writes the head of an answer, or of an interim one. */
    public void head(Http2Headers fields, boolean ends) {
        if (!over) {
            written(streams.write(stream, fields, ends), ends);
        }
    }

    @Override
    public void write(ByteBuf in, int from, int length) {
        write(in.retainedSlice(from, length));
    }

    /** Bytes that are this one's from now on. */
    public void write(ByteBuf bytes) {
        if (over) {
            bytes.release();
        } else {
            push();
            held = bytes;
        }
    }

    @Override
    public void write(ByteWriter text) {
        ByteBuf bytes = streams.alloc().directBuffer(text.length());
        text.copyTo(bytes);
        write(bytes);
    }

    @Override
    public void trailers(Trailers section) {
        trailers = ResponseFields.ofTrailers(section);
    }

    /** Sends what has been written, soon: what other streams write in this turn of the event loop goes with it. */
    public void flush() {
        push();
        streams.flushSoon();
    }

    /**
     * The answer is whole.
     *
     * @param requestDone where it isn't, the client is told that nobody reads its rest (RFC 9113 section 8.1)
     */
    public void end(boolean requestDone) {
        if (!over) {
            Http2Headers after = trailers;
            if (after == null) {
                ByteBuf rest = held;
                held = null;
                written(streams.write(stream, rest == null ? Unpooled.EMPTY_BUFFER : rest, true), true);
            } else {
                push();
                written(streams.write(stream, after, true), true);
            }
        }
        ChannelFuture whole = last;
        if (!requestDone && whole != null) {
            // The answer may still wait for the client's window, and a reset would take it back.
            whole.addListener(done -> streams.resetIfOpen(stream));
        }
        streams.flushSoon();
    }

    private void written(ChannelFuture future, boolean ends) {
        if (ends) {
            over = true;
            last = future;
        }
    }

    /** Ends the stream before its time. */
    public void reset(Http2Error why) {
        over = true;
        drop();
        streams.reset(stream, why);
        streams.flushSoon();
    }

    /** The receiver has used up so many bytes of those that came: the client may send as many again. */
    public void giveBack(int bytes) {
        if (bytes > 0) {
            streams.giveBack(stream, bytes);
        }
    }

    /** Whether the client keeps up with this stream. */
    public boolean isWritable() {
        return streams.isWritable(stream);
    }

    /** Drops what is held back. */
    public void drop() {
        ByteBuf rest = held;
        held = null;
        over = true;
        if (rest != null) {
            rest.release();
        }
    }

    private void push() {
        ByteBuf rest = held;
        held = null;
        if (rest != null) {
            streams.write(stream, rest, false);
        }
    }
}
