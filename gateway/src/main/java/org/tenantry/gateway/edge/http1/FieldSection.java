package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;

/**
 * Reads the lines of a head or of trailers, strictly and in one array that is used again for the next one. Whatever two readers could understand differently is refused: bare CR or LF, folded lines, space around names,
 * control characters (RFC 9112 sections 2.2 and 5). Goes on where it stopped when more bytes come. Confined to one thread.
 */
public abstract class FieldSection extends FieldList {
    private static final int STEP = 1024;

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
    protected int at;
    private At state = At.START_LINE;
    private Progress progress = Progress.INCOMPLETE;
    private Refusal refusal = Refusal.NONE;
    private int nameFrom;
    private int nameEnd;
    private int valueFrom;

    protected FieldSection(int largest) {
        this.largest = largest;
    }

    /** Begins anew. */
    public void reset() {
        at = 0;
        clear();
        state = At.START_LINE;
        progress = Progress.INCOMPLETE;
        refusal = Refusal.NONE;
    }

    /** Takes bytes up to the end of the section and no further. */
    public final Progress feed(ByteBuf in) {
        while (progress == Progress.INCOMPLETE && in.isReadable()) {
            int before = length;
            int more = Math.min(Math.min(in.readableBytes(), STEP), largest + 1 - length);
            room(length + more, largest + 1);
            in.getBytes(in.readerIndex(), bytes, length, more);
            length += more;
            scan();
            in.skipBytes(progress == Progress.COMPLETE ? at - before : more);
        }
        return progress;
    }

    /** The same for a section that is whole, and all that there is. */
    public final Progress feed(ByteWriter all) {
        int end = length + all.length();
        room(end, end);
        all.copyTo(bytes, length);
        length = end;
        scan();
        if (progress != Progress.REFUSED && end > largest) {
            refuse(Refusal.HEAD_TOO_LARGE);
        } else if (progress == Progress.INCOMPLETE || length < end) {
            refuse(Refusal.MALFORMED_LINE);
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
        int i = Spans.endOfValue(bytes, at, length);
        at = i;
        if (i < length) {
            if (bytes[i] == '\r') {
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
        if (!isFull()) {
            add(nameFrom, nameEnd, valueFrom, valueEnd);
        } else {
            refuse(Refusal.HEAD_TOO_LARGE);
        }
    }

    protected final void refuse(Refusal why) {
        progress = Progress.REFUSED;
        refusal = why;
    }

    /** Whether a first byte has come. */
    public final boolean isBegun() {
        return length > 0;
    }

    /** Why it was refused. */
    public final Refusal refusal() {
        return refusal;
    }
}
