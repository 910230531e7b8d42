package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;

/**
 * Follows a body in chunks over its bytes (RFC 9112 section 7.1) up to the last chunk; trailers come after it. Strict: sizes
 * of 1 to 16 hexadecimal digits that fit, lines that end with CR LF, extensions without control characters and not many.
 * Goes on where it stopped when more bytes come.
 */
public final class ChunkScanner {
    private static final int MOST_DIGITS = 16;
    private static final int LONGEST_EXTENSION = 256;
    private static final int LARGEST_EXTENSIONS = 16 << 10;

    private enum At {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        AFTER_LAST
    }

    /** What the bytes were that a step took. */
    public enum Step {
        /** All there were; more are needed. */
        MORE,
        /** A chunk's line, or its end. */
        FRAMING,
        /** Nothing but data. */
        DATA,
        /** The line of the last chunk: trailers follow. */
        LAST,
        MALFORMED
    }

    private At at = At.SIZE;
    private long left;
    private int digits;
    private int extension;
    private int extensions;

    /** Begins anew. */
    public void reset() {
        at = At.SIZE;
        left = 0;
        digits = 0;
        extension = 0;
        extensions = 0;
    }

    /** Takes bytes as far as they are of one sort. */
    public Step next(ByteBuf in) {
        if (at == At.DATA && in.isReadable()) {
            int data = (int) Math.min(left, in.readableBytes());
            in.skipBytes(data);
            left -= data;
            at = left == 0 ? At.DATA_CR : At.DATA;
            return Step.DATA;
        }
        while (in.isReadable()) {
            Step step = framing(in.readByte());
            if (step != Step.MORE) {
                return step;
            }
        }
        return Step.MORE;
    }

    private Step framing(byte c) {
        return switch (at) {
            case SIZE -> size(c);
            case EXTENSION -> extension(c);
            case SIZE_LF -> c == '\n' ? sized() : Step.MALFORMED;
            case DATA_CR -> move(c == '\r', At.DATA_LF, Step.MORE);
            case DATA_LF -> {
                digits = 0;
                extension = 0;
                yield move(c == '\n', At.SIZE, Step.FRAMING);
            }
            case DATA, AFTER_LAST -> Step.MALFORMED;
        };
    }

    private Step move(boolean right, At next, Step step) {
        at = next;
        return right ? step : Step.MALFORMED;
    }

    private Step size(byte c) {
        int digit = Ascii.hex(c);
        if (digit >= 0) {
            left = left << 4 | digit;
            return ++digits <= MOST_DIGITS && left >= 0 ? Step.MORE : Step.MALFORMED;
        }
        if (digits == 0) {
            return Step.MALFORMED;
        }
        return c == ';' ? move(true, At.EXTENSION, Step.MORE) : move(c == '\r', At.SIZE_LF, Step.MORE);
    }

    private Step extension(byte c) {
        if (c == '\r') {
            return move(true, At.SIZE_LF, Step.MORE);
        }
        boolean fits = ++extension <= LONGEST_EXTENSION && ++extensions <= LARGEST_EXTENSIONS;
        return fits && Ascii.isValue(c) ? Step.MORE : Step.MALFORMED;
    }

    private Step sized() {
        at = left == 0 ? At.AFTER_LAST : At.DATA;
        return left == 0 ? Step.LAST : Step.FRAMING;
    }
}
