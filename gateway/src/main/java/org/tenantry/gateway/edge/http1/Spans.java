package org.tenantry.gateway.edge.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a run of allowed bytes ends, eight at a time: most of a head is values, and most of its reading would be this
 * loop. The lowest byte that a word flags is exact; bytes above it may be flagged by its borrow.
 */
public final class Spans {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long DELETE = 0x7f * ONES;

    private Spans() {}

    /** The first byte from there on that may not stand in a field's value; the end where there is none. */
    public static int endOfValue(byte[] bytes, int from, int end) {
        int i = from;
        while (i + Long.BYTES <= end) {
            long word = (long) WORDS.get(bytes, i);
            long flags = below(word, 0x20) | deletes(word);
            if (flags == 0) {
                i += Long.BYTES;
            } else {
                i += Long.numberOfTrailingZeros(flags) >> 3;
                if (bytes[i] != '\t') {
                    return i;
                }
                i++;
            }
        }
        while (i < end && Ascii.isValue(bytes[i])) {
            i++;
        }
        return i;
    }

    /** The first byte from there on that may not stand in a target; the end where there is none. */
    public static int endOfTarget(byte[] bytes, int from, int end) {
        int i = from;
        while (i + Long.BYTES <= end) {
            long word = (long) WORDS.get(bytes, i);
            long flags = below(word, 0x21) | deletes(word) | word & HIGH;
            if (flags != 0) {
                return i + (Long.numberOfTrailingZeros(flags) >> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && Ascii.isVisible(bytes[i])) {
            i++;
        }
        return i;
    }

    private static long below(long word, int bound) {
        return word - bound * ONES & ~word & HIGH;
    }

    private static long deletes(long word) {
        long zeros = word ^ DELETE;
        return zeros - ONES & ~zeros & HIGH;
    }
}
