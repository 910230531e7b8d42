package org.tenantry.gateway.edge.http2.hpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of one block, one behind the other in one array. Used again for the next block. Of fields that are larger
 * together than allowed it keeps none. Confined to one thread.
 */
public final class DecodedFields {
    private static final int USUAL = 1 << 10;
    private static final int LARGEST_KEPT = 16 << 10;
    private static final int USUAL_FIELDS = 32;
    private static final int WORDS = 3;

    private final int largest;
    private byte[] bytes = new byte[USUAL];
    private int[] offsets = new int[USUAL_FIELDS * WORDS];
    private int length;
    private int count;
    private long size;

    /** @param largest how large they may be together, as RFC 9113 section 6.5.2 counts them */
    public DecodedFields(int largest) {
        this.largest = largest;
    }

    void clear() {
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[USUAL];
            offsets = new int[USUAL_FIELDS * WORDS];
        }
        length = 0;
        count = 0;
        size = 0;
    }

    /** Whether there were more than are allowed. */
    public boolean isTooLarge() {
        return size > largest;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The array that the offsets are of. */
    public byte[] bytes() {
        return bytes;
    }

    public int nameFrom(int index) {
        return offsets[index * WORDS];
    }

    public int nameEnd(int index) {
        return offsets[index * WORDS + 1];
    }

    public int valueFrom(int index) {
        return offsets[index * WORDS + 1];
    }

    public int valueEnd(int index) {
        return offsets[index * WORDS + 2];
    }

    // Filling it: name, value, end.

    void add(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    void add(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    void addCoded(byte[] from, int start, int end) throws MalformedBlock {
        room(Huffman.longest(end - start));
        length = Huffman.decode(from, start, end, bytes, length);
    }

    /** Where the next byte comes. */
    int length() {
        return length;
    }

    byte[] copy(int from, int end) {
        return Arrays.copyOfRange(bytes, from, end);
    }

    /** What was added since the last field is a name and a value. */
    void end(int nameFrom, int nameEnd) {
        size += length - nameFrom + DynamicTable.OVERHEAD;
        if (isTooLarge()) {
            length = 0;
            count = 0;
            return;
        }
        if (offsets.length < (count + 1) * WORDS) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        offsets[count * WORDS] = nameFrom;
        offsets[count * WORDS + 1] = nameEnd;
        offsets[count * WORDS + 2] = length;
        count++;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(text(nameFrom(i), nameEnd(i))).append(": ");
            lines.append(text(valueFrom(i), valueEnd(i))).append('\n');
        }
        return lines.toString();
    }

    private String text(int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
