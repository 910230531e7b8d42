package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.ByteWriter;

/**
 * Writes frames, one behind the other in one buffer: what all streams have to say in one turn of the event loop is one write,
 * and under TLS one record of up to 16 KiB. Confined to its event loop.
 */
final class FrameWriter {
    /** The most that one record of TLS holds. */
    private static final int ROOM = 16 << 10;

    /** So much is sent at once: a socket takes it, and waiting for more only fills memory. */
    private static final int MUCH = 64 << 10;

    /** So many bytes wait where the other side asks on and on, and reads nothing. */
    private static final int STUCK = 1 << 20;

    /** Says that there is no table (RFC 7541 section 6.3). */
    private static final byte EMPTY_TABLE = 0x20;

    private final Channel channel;
    private final Runnable turnOver = this::turnOver;
    private @Nullable ByteBuf gathering;
    private long buffers;
    private long last = -1;
    private int unflushed;
    private boolean scheduled;
    private boolean resized;

    FrameWriter(Channel channel) {
        this.channel = channel;
    }

    // Frames.

    /** The greeting with which a client begins (RFC 9113 section 3.4). */
    void greeting() {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        room(preface.readableBytes()).writeBytes(preface);
        preface.release();
    }

    /** The fields of a message, in as many frames as they need. */
    void fields(int stream, ByteWriter block, boolean ends) {
        int flags = ends ? FrameType.END_STREAM : 0;
        int before = resized ? 1 : 0;
        int length = before + block.length();
        resized = false;
        if (length <= FrameType.LARGEST) {
            ByteBuf out = frame(FrameType.HEADERS, flags | FrameType.END_HEADERS, stream, length);
            block.copyTo(before == 0 ? out : out.writeByte(EMPTY_TABLE));
            return;
        }
        byte[] all = new byte[length];
        all[0] = EMPTY_TABLE;
        block.copyTo(all, before);
        for (int from = 0; from < length; from += FrameType.LARGEST) {
            int part = Math.min(FrameType.LARGEST, length - from);
            int last = from + part == length ? FrameType.END_HEADERS : 0;
            int type = from == 0 ? FrameType.HEADERS : FrameType.CONTINUATION;
            frame(type, last | (from == 0 ? flags : 0), stream, part).writeBytes(all, from, part);
        }
    }

    /** The other side bounds the table for header compression anew: it is to be told that we use none. */
    void resizeTable() {
        resized = true;
    }

    /** A frame of so many bytes, which the caller adds at once: copied, as the cipher would have to do, too. */
    ByteBuf data(int stream, int length, boolean ends) {
        return frame(FrameType.DATA, ends ? FrameType.END_STREAM : 0, stream, length);
    }

    /** The end of a stream, where nothing could carry it. */
    void end(int stream) {
        frame(FrameType.DATA, FrameType.END_STREAM, stream, 0);
    }

    void reset(int stream, Http2Error why) {
        frame(FrameType.RST_STREAM, 0, stream, 4).writeInt((int) why.code());
    }

    /** Keys and values in turn. */
    void settings(int... pairs) {
        ByteBuf out = frame(FrameType.SETTINGS, 0, 0, pairs.length * 3);
        for (int i = 0; i < pairs.length; i += 2) {
            out.writeShort(pairs[i]).writeInt(pairs[i + 1]);
        }
    }

    void acknowledgeSettings() {
        frame(FrameType.SETTINGS, FrameType.ACK, 0, 0);
    }

    void ping(long data, boolean acknowledges) {
        frame(FrameType.PING, acknowledges ? FrameType.ACK : 0, 0, 8).writeLong(data);
    }

    void goAway(int last, Http2Error why) {
        frame(FrameType.GOAWAY, 0, 0, 8).writeInt(last).writeInt((int) why.code());
    }

    void windowUpdate(int stream, int more) {
        frame(FrameType.WINDOW_UPDATE, 0, stream, 4).writeInt(more);
    }

    private ByteBuf frame(int type, int flags, int stream, int length) {
        ByteBuf out = room(FrameType.HEAD + length);
        last = buffers << 32 | out.writerIndex();
        out.writeLong((long) length << 40 | (long) type << 32 | (long) flags << 24 | stream >>> 8);
        out.writeByte(stream);
        return out;
    }

    // The last frame, which may turn out to be the last of its stream.

    /** Where the frame stands that was written last, for {@link #endAt}. */
    long last() {
        return last;
    }

    /** Makes the frame of data that has been written there the last of its stream; false where it has been sent. */
    boolean endAt(long position) {
        ByteBuf out = gathering;
        if (out == null || position < 0 || position >> 32 != buffers) {
            return false;
        }
        out.setByte((int) position + 4, FrameType.END_STREAM);
        return true;
    }

    // Sending.

    private ByteBuf room(int needed) {
        ByteBuf out = gathering;
        if (out != null && out.writableBytes() >= needed) {
            return out;
        }
        push();
        ByteBuf fresh = channel.alloc().directBuffer(Math.max(ROOM, needed));
        gathering = fresh;
        buffers++;
        flushSoon();
        return fresh;
    }

    private void push() {
        ByteBuf out = gathering;
        gathering = null;
        if (out != null) {
            unflushed += out.readableBytes();
            channel.write(out, channel.voidPromise());
            if (unflushed >= MUCH) {
                unflushed = 0;
                channel.flush();
            }
        }
    }

    /** Whether the other side keeps up. */
    boolean isWritable() {
        return channel.isWritable();
    }

    /** Whether the other side has long taken nothing of what no window bounds. */
    boolean isStuck() {
        return channel.bytesBeforeWritable() > STUCK;
    }

    /** Sends everything now. */
    void flush() {
        push();
        unflushed = 0;
        channel.flush();
    }

    /** Sends when everything that the event loop has read now has been answered. */
    private void flushSoon() {
        if (!scheduled) {
            scheduled = true;
            channel.eventLoop().execute(turnOver);
        }
    }

    private void turnOver() {
        scheduled = false;
        flush();
    }

    /** The connection is gone. */
    void drop() {
        ByteBuf out = gathering;
        gathering = null;
        if (out != null) {
            out.release();
        }
    }
}
