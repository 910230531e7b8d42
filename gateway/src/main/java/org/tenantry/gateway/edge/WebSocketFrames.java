package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Follows where the frames end that an instance sends over a WebSocket (RFC 6455 section 5.2): only between two of them can
 * anybody else say something. Reads the few bytes of each frame's head, and looks at no payload.
 */
final class WebSocketFrames {
    private static final int LONGEST_HEAD = 14;
    private static final int CLOSE = 8;

    /** A frame that says: going away (1001, section 7.4.1). */
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    private final byte[] head = new byte[LONGEST_HEAD];
    private int length;
    private long left;
    private boolean closed;

    /** What to say to a client whose WebSocket the edge ends. */
    static ByteBuf goingAway() {
        return Unpooled.wrappedBuffer(GOING_AWAY);
    }

    /** Passes over bytes that came, all of them. */
    void pass(ByteBuf in) {
        int at = in.readerIndex();
        while (at < in.writerIndex()) {
            at = step(in, at);
        }
    }

    /** Passes over the rest of the frame that has begun, and no further; the number of bytes. */
    int passRest(ByteBuf in) {
        int at = in.readerIndex();
        while (at < in.writerIndex() && !isBetween()) {
            at = step(in, at);
        }
        return at - in.readerIndex();
    }

    /** Whether a frame has ended and none has begun. */
    boolean isBetween() {
        return left == 0 && length == 0;
    }

    /** Whether the instance has said that nothing of its own follows. */
    boolean isClosed() {
        return closed;
    }

    private int step(ByteBuf in, int at) {
        if (left > 0) {
            long skipped = Math.min(left, in.writerIndex() - at);
            left -= skipped;
            return at + (int) skipped;
        }
        head[length++] = in.getByte(at);
        if (length >= 2 && length == size()) {
            left = payload();
            closed |= (head[0] & 0xf) == CLOSE;
            length = 0;
        }
        return at + 1;
    }

    private int size() {
        int mask = head[1] < 0 ? 4 : 0;
        return 2 + lengthBytes() + mask;
    }

    private int lengthBytes() {
        int said = head[1] & 0x7f;
        return said < 126 ? 0 : said == 126 ? 2 : 8;
    }

    /** No frame is longer than 63 bits say; one that says so never ends. */
    private long payload() {
        int bytes = lengthBytes();
        if (bytes == 0) {
            return head[1] & 0x7f;
        }
        long number = 0;
        for (int i = 2; i < 2 + bytes; i++) {
            number = number << 8 | head[i] & 0xff;
        }
        return number < 0 ? Long.MAX_VALUE : number;
    }
}
