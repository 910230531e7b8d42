package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Coded fields of one message, gathered from one frame or several. Used again for the next. Confined to its event loop. */
final class FieldBlock {
    private static final int USUAL = 1 << 10;
    private static final int LARGEST_KEPT = 16 << 10;
    private static final int SMALL = 1 << 10;
    private static final int MOST_SMALL = 16;

    private final int largest;
    private byte[] bytes = new byte[USUAL];
    private int length;
    private int stream;
    private int small;
    private boolean ends;
    private boolean open;

    FieldBlock(int largest) {
        this.largest = largest;
    }

    /** Whether more must follow, and nothing else may. */
    boolean isOpen() {
        return open;
    }

    int stream() {
        return stream;
    }

    /** Whether the stream ends with these fields. */
    boolean ends() {
        return ends;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Begins with the payload of a frame HEADERS. */
    void begin(ByteBuf in, int from, int size, int flags, int of) throws ConnectionError {
        if (of == 0) {
            throw ConnectionError.protocol("fields without a stream");
        }
        boolean padded = (flags & FrameType.PADDED) != 0;
        boolean prioritised = (flags & FrameType.WITH_PRIORITY) != 0;
        int before = (padded ? 1 : 0) + (prioritised ? 5 : 0);
        int after = padded && size > 0 ? in.getUnsignedByte(from) : 0;
        if (before + after > size) {
            throw ConnectionError.protocol("more padding than fields");
        }
        if (prioritised && (in.getInt(from + before - 5) & Integer.MAX_VALUE) == of) {
            throw ConnectionError.protocol("a stream that depends on itself");
        }
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[USUAL];
        }
        stream = of;
        ends = (flags & FrameType.END_STREAM) != 0;
        length = 0;
        small = 0;
        append(in, from + before, size - before - after, flags);
    }

    /** Goes on with the payload of a frame CONTINUATION. */
    void add(ByteBuf in, int from, int size, int flags) throws ConnectionError {
        if (size < SMALL && ++small > MOST_SMALL) {
            throw ConnectionError.flood("fields in too many small frames");
        }
        append(in, from, size, flags);
    }

    private void append(ByteBuf in, int from, int size, int flags) throws ConnectionError {
        if (length + size > largest) {
            throw ConnectionError.flood("more fields than anybody reads");
        }
        if (bytes.length < length + size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
        }
        in.getBytes(from, bytes, length, size);
        length += size;
        open = (flags & FrameType.END_HEADERS) == 0;
    }
}
