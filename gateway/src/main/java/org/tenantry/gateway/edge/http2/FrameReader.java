package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from the bytes of the other side, and judges each for itself (RFC 9113 section 6). Data are told as they come; of
 * any other frame at most one is kept until it is whole. Confined to its event loop.
 */
final class FrameReader {
    private final Frames frames;
    private final FieldBlock block;
    private @Nullable ByteBuf rest;
    private boolean greeted;
    private boolean settled;
    /** The frame that is being read. */
    private int type;

    private int length;
    private int flags;
    private int stream;
    private boolean inData;
    private int size;
    private int left;
    private int padding;

    /**
     * @param largestBlock how many bytes of coded fields one message may have
     * @param greeted whether no greeting comes before the frames: only clients send one
     */
    FrameReader(Frames frames, int largestBlock, boolean greeted) {
        this.frames = frames;
        this.greeted = greeted;
        this.block = new FieldBlock(largestBlock);
    }

    /** Takes bytes, which are its own from now on. */
    void read(ByteBuf bytes, ByteBufAllocator alloc) throws ConnectionError {
        ByteBuf all = joined(bytes, alloc);
        rest = null;
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step(all);
            }
            keep(all, alloc);
        } finally {
            all.release();
        }
    }

    /** Small pieces come together in one place, so that each byte is copied once however they come. */
    private ByteBuf joined(ByteBuf bytes, ByteBufAllocator alloc) {
        ByteBuf before = rest;
        if (before == null) {
            return bytes;
        }
        before.writeBytes(bytes);
        bytes.release();
        return before;
    }

    private void keep(ByteBuf all, ByteBufAllocator alloc) {
        int more = all.readableBytes();
        if (more > 0) {
            boolean own = all.refCnt() == 1 && all.readerIndex() == 0 && all.writableBytes() > 0;
            rest = own ? all.retain() : alloc.buffer(Math.max(2 * more, 256)).writeBytes(all);
        }
    }

    /** The connection is over. */
    void drop() {
        ByteBuf kept = rest;
        rest = null;
        if (kept != null) {
            kept.release();
        }
    }

    /** Reads one frame or a part of one; false where it waits for more. */
    private boolean step(ByteBuf in) throws ConnectionError {
        if (inData) {
            return data(in);
        }
        if (!greeted) {
            return greeting(in);
        }
        if (in.readableBytes() < FrameType.HEAD) {
            return false;
        }
        int from = in.readerIndex();
        length = in.getUnsignedMedium(from);
        type = in.getByte(from + 3) & 0xff;
        flags = in.getByte(from + 4);
        stream = in.getInt(from + 5) & Integer.MAX_VALUE;
        judge();
        return type == FrameType.DATA ? beginData(in) : whole(in);
    }

    private boolean greeting(ByteBuf in) throws ConnectionError {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        int known = Math.min(in.readableBytes(), preface.readableBytes());
        boolean same = ByteBufUtil.equals(in, in.readerIndex(), preface, preface.readerIndex(), known);
        greeted = known == preface.readableBytes();
        preface.release();
        if (!same) {
            throw ConnectionError.protocol("no greeting of HTTP/2");
        }
        if (greeted) {
            in.skipBytes(known);
        }
        return greeted;
    }

    private void judge() throws ConnectionError {
        if (length > FrameType.LARGEST) {
            throw ConnectionError.size("a frame of " + length + " bytes");
        }
        if (!settled && type != FrameType.SETTINGS) {
            throw ConnectionError.protocol("no settings in the beginning");
        }
        settled = true;
        boolean continues = type == FrameType.CONTINUATION;
        if (block.isOpen() ? !continues || stream != block.stream() : continues) {
            throw ConnectionError.protocol("a frame out of order");
        }
    }

    private boolean whole(ByteBuf in) throws ConnectionError {
        if (in.readableBytes() < FrameType.HEAD + length) {
            return false;
        }
        int from = in.readerIndex() + FrameType.HEAD;
        in.skipBytes(FrameType.HEAD + length);
        switch (type) {
            case FrameType.HEADERS, FrameType.CONTINUATION -> fields(in, from);
            case FrameType.RST_STREAM -> reset(in, from);
            case FrameType.WINDOW_UPDATE -> windowUpdate(in, from);
            case FrameType.SETTINGS -> settings(in, from);
            case FrameType.PING -> ping(in, from);
            case FrameType.PRIORITY -> priority(in, from);
            case FrameType.GOAWAY -> goAway(in, from);
            case FrameType.PUSH_PROMISE -> throw ConnectionError.protocol("a promise that nobody may make");
            default -> frames.other();
        }
        return true;
    }

    private static void check(boolean onRightStream, boolean hasSize) throws ConnectionError {
        if (!onRightStream) {
            throw ConnectionError.protocol("a frame on a stream where it cannot be");
        }
        if (!hasSize) {
            throw ConnectionError.size("a frame that is too short or too long");
        }
    }

    private void fields(ByteBuf in, int from) throws ConnectionError {
        if (type == FrameType.HEADERS) {
            block.begin(in, from, length, flags, stream);
        } else {
            block.add(in, from, length, flags);
        }
        if (!block.isOpen()) {
            frames.fields(stream, block.bytes(), block.length(), block.ends());
        }
    }

    private void reset(ByteBuf in, int from) throws ConnectionError {
        check(stream > 0, length == 4);
        frames.reset(stream, in.getUnsignedInt(from));
    }

    private void windowUpdate(ByteBuf in, int from) throws ConnectionError {
        check(true, length == 4);
        frames.windowUpdate(stream, in.getInt(from) & Integer.MAX_VALUE);
    }

    private void ping(ByteBuf in, int from) throws ConnectionError {
        check(stream == 0, length == 8);
        frames.ping(in.getLong(from), (flags & FrameType.ACK) != 0);
    }

    private void goAway(ByteBuf in, int from) throws ConnectionError {
        check(stream == 0, length >= 8);
        frames.goAway(in.getInt(from) & Integer.MAX_VALUE);
    }

    private void priority(ByteBuf in, int from) throws ConnectionError {
        check(stream > 0, length == 5);
        if ((in.getInt(from) & Integer.MAX_VALUE) == stream) {
            throw ConnectionError.protocol("a stream that depends on itself");
        }
        frames.other();
    }

    private void settings(ByteBuf in, int from) throws ConnectionError {
        boolean acknowledges = (flags & FrameType.ACK) != 0;
        check(stream == 0, acknowledges ? length == 0 : length % 6 == 0);
        for (int at = from; at < from + length; at += 6) {
            frames.setting(in.getUnsignedShort(at), in.getUnsignedInt(at + 2));
        }
        if (acknowledges) {
            frames.other();
        } else {
            frames.settingsEnd();
        }
    }

    // Data.

    private boolean beginData(ByteBuf in) throws ConnectionError {
        int extra = (flags & FrameType.PADDED) != 0 ? 1 : 0;
        if (stream == 0 || length < extra) {
            throw ConnectionError.protocol("data without a stream, or without its padding");
        }
        if (in.readableBytes() < FrameType.HEAD + extra) {
            return false;
        }
        in.skipBytes(FrameType.HEAD);
        padding = extra == 0 ? 0 : in.readUnsignedByte();
        size = length - extra - padding;
        left = size;
        if (size < 0) {
            throw ConnectionError.protocol("more padding than data");
        }
        inData = true;
        frames.dataBegins(stream, length, extra + padding);
        return true;
    }

    private boolean data(ByteBuf in) throws ConnectionError {
        int part = Math.min(left, in.readableBytes());
        if (part > 0) {
            left -= part;
            frames.data(in.readSlice(part));
        }
        if (left == 0) {
            int nothing = Math.min(padding, in.readableBytes());
            padding -= nothing;
            in.skipBytes(nothing);
        }
        inData = left > 0 || padding > 0;
        if (!inData) {
            frames.dataEnds(size, (flags & FrameType.END_STREAM) != 0);
        }
        return !inData;
    }
}
