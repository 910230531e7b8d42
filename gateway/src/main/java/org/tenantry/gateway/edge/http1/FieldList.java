package org.tenantry.gateway.edge.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Fields where they were received: offsets into one array, and which of them mean something to a proxy. Used again for the
 * next ones. Confined to one thread.
 */
public abstract class FieldList {
    private static final int USUAL = 1024;
    private static final int LARGEST_KEPT = 4096;
    private static final int USUAL_FIELDS = 24;
    private static final int MOST_FIELDS = 128;
    private static final int WORDS = 4;
    private static final Field[] KNOWN = Field.values();

    protected byte[] bytes = new byte[USUAL];
    protected int length;
    private int count;
    private int[] offsets = new int[USUAL_FIELDS * WORDS];
    private Field[] fields = new Field[USUAL_FIELDS];
    private final int[] firsts = new int[KNOWN.length];
    private final int[] counts = new int[KNOWN.length];

    /** Forgets everything, and gives back what an unusual head took. */
    final void clear() {
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[USUAL];
            fields = new Field[USUAL_FIELDS];
            offsets = new int[USUAL_FIELDS * WORDS];
        }
        length = 0;
        count = 0;
        Arrays.fill(counts, 0);
    }

    final void room(int needed, int most) {
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, Math.min(Math.max(2 * bytes.length, needed), most));
        }
    }

    final boolean isFull() {
        return count == MOST_FIELDS;
    }

    final void add(int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count * WORDS);
        }
        Field field = Field.of(bytes, nameFrom, nameEnd);
        int word = count * WORDS;
        offsets[word] = nameFrom;
        offsets[word + 1] = nameEnd;
        offsets[word + 2] = valueFrom;
        offsets[word + 3] = valueEnd;
        fields[count] = field;
        if (counts[field.ordinal()]++ == 0) {
            firsts[field.ordinal()] = count;
        }
        count++;
    }

    /** The array that the offsets are of. */
    public final byte[] bytes() {
        return bytes;
    }

    /** How many fields there are. */
    public final int count() {
        return count;
    }

    public final Field field(int index) {
        return fields[index];
    }

    public final int nameFrom(int index) {
        return offsets[index * WORDS];
    }

    public final int nameEnd(int index) {
        return offsets[index * WORDS + 1];
    }

    public final int valueFrom(int index) {
        return offsets[index * WORDS + 2];
    }

    public final int valueEnd(int index) {
        return offsets[index * WORDS + 3];
    }

    /** After the CR LF of the line. */
    public final int lineEnd(int index) {
        return index + 1 < count ? nameFrom(index + 1) : length - 2;
    }

    /** How many of one kind there are. */
    public final int count(Field field) {
        return counts[field.ordinal()];
    }

    /** The index of the first of a kind of which there is one. */
    public final int first(Field field) {
        return firsts[field.ordinal()];
    }

    /** The first value of a kind; empty where there is none. */
    public final String value(Field field) {
        return count(field) == 0 ? "" : text(valueFrom(first(field)), valueEnd(first(field)));
    }

    final String text(int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether the only value of this kind is this word, which is in lower case. */
    final boolean is(Field field, String lower) {
        int index = first(field);
        return count(field) == 1 && Ascii.equalsIgnoringCase(bytes, valueFrom(index), valueEnd(index), lower);
    }

    /** Whether the lists of this kind hold a word, which is in lower case. */
    final boolean lists(Field field, String lower) {
        if (count(field) == 0) {
            return false;
        }
        Words words = new Words(this, field);
        while (words.next()) {
            if (Ascii.equalsIgnoringCase(bytes, words.from(), words.end(), lower)) {
                return true;
            }
        }
        return false;
    }

    final Framing.Said said(boolean http11) {
        return new Framing.Said(
                http11,
                count(Field.CONTENT_LENGTH),
                contentLength(),
                count(Field.TRANSFER_ENCODING),
                is(Field.TRANSFER_ENCODING, "chunked"));
    }

    /** The first Content-Length; -1 where there is none or it is no number of at most 18 digits. */
    public final long contentLength() {
        if (count(Field.CONTENT_LENGTH) == 0) {
            return -1;
        }
        int from = valueFrom(first(Field.CONTENT_LENGTH));
        int end = valueEnd(first(Field.CONTENT_LENGTH));
        long number = end > from && end - from <= 18 ? 0 : -1;
        for (int i = from; i < end && number >= 0; i++) {
            number = Ascii.isDigit(bytes[i]) ? number * 10 + bytes[i] - '0' : -1;
        }
        return number;
    }
}
