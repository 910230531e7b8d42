package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a head or of trailers, read strictly where they stand: offsets into one array that is used again for the next
 * one. Whatever two readers could understand differently is refused: bare CR or LF, folded lines, space around names,
 * control characters (RFC 9112 sections 2.2 and 5). Goes on where it stopped when more bytes come. Confined to one thread.
 */
public abstract sealed class FieldSection permits RequestHead, ResponseHead, Trailers {
    private static final int USUAL = 1024;
    private static final int LARGEST_KEPT = 4096;
    private static final int MOST_FIELDS = 128;
    private static final int WORDS = 4;
    private static final Field[] KNOWN = Field.values();

    /** What is known after the bytes so far. */
    public enum Progress {
        INCOMPLETE,
        COMPLETE,
        REFUSED
    }

    private enum At {
        START_LINE,
        START_LF,
        LINE_START,
        NAME,
        BEFORE_VALUE,
        VALUE,
        LINE_LF,
        END_LF
    }

    private final int largest;
    protected byte[] bytes = new byte[USUAL];
    protected int length;
    protected int at;
    private At state = At.START_LINE;
    private Progress progress = Progress.INCOMPLETE;
    private Refusal refusal = Refusal.NONE;
    private int nameFrom;
    private int nameEnd;
    private int valueFrom;
    private int count;
    private int[] offsets = new int[24 * WORDS];
    private Field[] fields = new Field[24];
    private final int[] firsts = new int[KNOWN.length];
    private final int[] counts = new int[KNOWN.length];

    protected FieldSection(int largest) {
        this.largest = largest;
    }

    /** Begins anew. */
    public void reset() {
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[USUAL];
        }
        length = 0;
        at = 0;
        count = 0;
        state = At.START_LINE;
        progress = Progress.INCOMPLETE;
        refusal = Refusal.NONE;
        Arrays.fill(counts, 0);
    }

    /** Takes bytes up to the end of the section and no further. */
    public final Progress feed(ByteBuf in) {
        while (progress == Progress.INCOMPLETE && in.isReadable()) {
            int before = length;
            int more = Math.min(Math.min(in.readableBytes(), USUAL), largest + 1 - length);
            room(length + more);
            in.getBytes(in.readerIndex(), bytes, length, more);
            length += more;
            scan();
            in.skipBytes(progress == Progress.COMPLETE ? at - before : more);
        }
        return progress;
    }

    private void scan() {
        boolean goesOn = true;
        while (goesOn && progress == Progress.INCOMPLETE) {
            goesOn = at < length && step();
        }
        if (progress == Progress.COMPLETE) {
            length = at;
        } else if (progress == Progress.INCOMPLETE && length > largest) {
            refuse(Refusal.HEAD_TOO_LARGE);
        }
    }

    /** One step over the bytes; false where it waits for more. */
    private boolean step() {
        switch (state) {
            case START_LINE -> {
                if (!startLine()) {
                    return false;
                }
                state = hasStartLine() ? At.START_LF : At.LINE_START;
            }
            case START_LF, LINE_LF -> lineFeed();
            case LINE_START -> lineStart();
            case NAME -> name();
            case BEFORE_VALUE -> beforeValue();
            case VALUE -> value();
            case END_LF -> {
                lineFeed();
                if (progress == Progress.INCOMPLETE) {
                    finish();
                }
            }
        }
        return true;
    }

    private void finish() {
        progress = Progress.COMPLETE;
        whole();
    }

    /** Reads the first line up to its CR, which it takes; false where it waits for more or has refused. */
    protected abstract boolean startLine();

    protected boolean hasStartLine() {
        return true;
    }

    /** The last byte has been read. */
    protected void whole() {}

    private void lineFeed() {
        if (bytes[at++] == '\n') {
            state = At.LINE_START;
        } else {
            refuse(Refusal.BARE_CONTROL);
        }
    }

    private void lineStart() {
        byte c = bytes[at];
        if (c == '\r') {
            at++;
            state = At.END_LF;
        } else if (Ascii.isToken(c)) {
            nameFrom = at;
            state = At.NAME;
        } else {
            refuse(Ascii.isBlank(c) ? Refusal.FOLDED : unexpected(c));
        }
    }

    private void name() {
        int i = at;
        int end = length;
        byte[] all = bytes;
        while (i < end && Ascii.isToken(all[i])) {
            i++;
        }
        at = i;
        if (i < end) {
            if (all[i] == ':') {
                nameEnd = at++;
                state = At.BEFORE_VALUE;
            } else {
                refuse(unexpected(all[i]));
            }
        }
    }

    private void beforeValue() {
        while (at < length && Ascii.isBlank(bytes[at])) {
            at++;
        }
        valueFrom = at;
        state = at < length ? At.VALUE : At.BEFORE_VALUE;
    }

    private void value() {
        int i = at;
        int end = length;
        byte[] all = bytes;
        while (i < end && Ascii.isValue(all[i])) {
            i++;
        }
        at = i;
        if (i < end) {
            if (all[i] == '\r') {
                add(trimmed(i));
                at++;
                state = At.LINE_LF;
            } else {
                refuse(Refusal.BARE_CONTROL);
            }
        }
    }

    private int trimmed(int end) {
        int i = end;
        while (i > valueFrom && Ascii.isBlank(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    private static Refusal unexpected(byte c) {
        return c >= 0 && c < 0x20 && c != '\t' ? Refusal.BARE_CONTROL : Refusal.MALFORMED_FIELD;
    }

    private void add(int valueEnd) {
        if (count == MOST_FIELDS) {
            refuse(Refusal.HEAD_TOO_LARGE);
            return;
        }
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

    protected final void refuse(Refusal why) {
        progress = Progress.REFUSED;
        refusal = why;
    }

    private void room(int needed) {
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, Math.min(Math.max(2 * bytes.length, needed), largest + 1));
        }
    }

    // What was read.

    /** Whether a first byte has come. */
    public final boolean isBegun() {
        return length > 0;
    }

    /** Why it was refused. */
    public final Refusal refusal() {
        return refusal;
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
