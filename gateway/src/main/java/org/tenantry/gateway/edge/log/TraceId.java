package org.tenantry.gateway.edge.log;

import java.nio.charset.StandardCharsets;
import org.tenantry.gateway.edge.http1.ByteWriter;

/** The name of a trace, 32 hexadecimal digits; used again for the next. */
public final class TraceId {
    public static final int DIGITS = 32;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] digits = new byte[DIGITS];
    private boolean known;

    /** Copies digits that came. */
    public void set(byte[] from, int at) {
        System.arraycopy(from, at, digits, 0, DIGITS);
        known = true;
    }

    /** Made of 128 bits. */
    public void set(long high, long low) {
        int half = DIGITS / 2;
        for (int i = 0; i < half; i++) {
            digits[i] = digit(high, i);
            digits[half + i] = digit(low, i);
        }
        known = true;
    }

    /** One of the 16 digits of a number, the highest first. */
    public static byte digit(long number, int index) {
        return HEX[(int) (number >>> (60 - 4 * index)) & 0xf];
    }

    public void clear() {
        known = false;
    }

    boolean isKnown() {
        return known;
    }

    public void writeTo(ByteWriter out) {
        out.add(digits);
    }
}
