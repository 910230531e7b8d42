package org.tenantry.gateway.edge.http2.hpack;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.ByteWriter;

/**
 * Writes fields as a block that needs no memory on either side: names by the number that everybody knows where they have
 * one, values as they are. A table would save bytes on the wire and cost a look-up for each value. Confined to one thread.
 */
public final class FieldEncoder {
    private static final int KNOWN = 256;
    private static final int STATUS = StaticTable.first(":status");
    private static final int LAST_STATUS = 14;

    /** Names seen lately, in lower case, and how each begins a field. */
    private final byte[] @Nullable [] names = new byte[KNOWN][];

    private final byte[][] beginnings = new byte[KNOWN][];
    private final ByteWriter out = new ByteWriter(1 << 10);

    /** Begins a block. */
    public FieldEncoder begin() {
        out.clear();
        return this;
    }

    /** What was written since the beginning; good until the next one. */
    public ByteWriter block() {
        return out;
    }

    /** A status of three digits. */
    public FieldEncoder status(int status) {
        for (int i = STATUS; i <= LAST_STATUS; i++) {
            if (number(StaticTable.value(i)) == status) {
                out.add((byte) (0x80 | i));
                return this;
            }
        }
        out.add((byte) STATUS).add((byte) 3).add(status, 10);
        return this;
    }

    private static int number(byte[] digits) {
        return (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + digits[2] - '0';
    }

    /** A field whose name may be in any case. */
    public FieldEncoder add(byte[] name, int nameFrom, int nameEnd, byte[] value, int valueFrom, int valueEnd) {
        out.add(beginning(name, nameFrom, nameEnd));
        number(7, valueEnd - valueFrom, out);
        out.add(value, valueFrom, valueEnd);
        return this;
    }

    /** A field of ours: characters below 256. */
    public FieldEncoder add(String name, String value) {
        byte[] first = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] second = value.getBytes(StandardCharsets.ISO_8859_1);
        return add(first, 0, first.length, second, 0, second.length);
    }

    private byte[] beginning(byte[] bytes, int from, int end) {
        int hash = end - from;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + (bytes[i] | 0x20);
        }
        int slot = (hash ^ hash >>> 8) & KNOWN - 1;
        byte[] known = names[slot];
        if (known == null || !isSame(known, bytes, from, end)) {
            String lower = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            names[slot] = lower.getBytes(StandardCharsets.ISO_8859_1);
            beginnings[slot] = beginning(lower);
        }
        return beginnings[slot];
    }

    private static boolean isSame(byte[] lower, byte[] bytes, int from, int end) {
        boolean same = lower.length == end - from;
        for (int i = from; same && i < end; i++) {
            same = lower[i - from] == Ascii.lower(bytes[i]);
        }
        return same;
    }

    /** A literal field that nobody is asked to remember (RFC 7541 section 6.2.2), up to its value. */
    private static byte[] beginning(String name) {
        ByteWriter text = new ByteWriter(name.length() + 4);
        int index = StaticTable.first(name);
        number(4, index, text);
        if (index == 0) {
            number(7, name.length(), text);
            text.add(name);
        }
        byte[] all = new byte[text.length()];
        text.copyTo(all, 0);
        return all;
    }

    private static void number(int bits, int number, ByteWriter to) {
        int most = (1 << bits) - 1;
        if (number < most) {
            to.add((byte) number);
            return;
        }
        to.add((byte) most);
        int rest = number - most;
        for (; rest >= 0x80; rest >>>= 7) {
            to.add((byte) (rest | 0x80));
        }
        to.add((byte) rest);
    }
}
