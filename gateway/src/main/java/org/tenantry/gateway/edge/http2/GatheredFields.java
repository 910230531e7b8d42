package org.tenantry.gateway.edge.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Spans;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/**
 * Looks through the fields of a request: refuses what is malformed in itself, makes lines of what goes on as one, and knows
 * where the others are. Used again for the next; confined to one thread.
 */
final class GatheredFields {
    private static final int NONE = -1;

    private static final byte[] ALL = {'*'};
    private static final byte[] OPTIONS = "OPTIONS".getBytes(StandardCharsets.US_ASCII);

    /** What goes on as it is, each on a line. */
    final ByteWriter lines = new ByteWriter(1 << 10);
    /** The values of all cookies. */
    final ByteWriter cookies = new ByteWriter(256);

    /** Where each kind came first. */
    private final int[] firsts = new int[RequestField.values().length];

    private DecodedFields request = new DecodedFields(0);
    private boolean inLines;

    /** Takes the fields of a head; false where one is malformed. */
    boolean takeHead(DecodedFields fields) {
        begin(fields);
        for (int i = 0; i < fields.count(); i++) {
            if (!take(i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes fields that came after a body; false where one is malformed. */
    boolean takeTrailers(DecodedFields trailers) {
        begin(trailers);
        for (int i = 0; i < trailers.count(); i++) {
            if (!FieldForm.isName(request, i) || !FieldForm.isValue(request, i) || kind(i).isOfConnections()) {
                return false;
            }
            line(i);
        }
        return true;
    }

    private void begin(DecodedFields fields) {
        request = fields;
        lines.clear();
        cookies.clear();
        Arrays.fill(firsts, NONE);
        inLines = false;
    }

    private RequestField kind(int index) {
        return RequestField.of(request.bytes(), request.nameFrom(index), request.nameEnd(index));
    }

    private boolean take(int index) {
        RequestField kind = kind(index);
        if (kind.isPseudo()) {
            boolean nobody = kind == RequestField.AUTHORITY && isEmpty(index);
            return !inLines && !nobody && isFirst(kind, index) && isVisible(index);
        }
        inLines = true;
        return FieldForm.isName(request, index) && FieldForm.isValue(request, index) && field(kind, index);
    }

    private boolean isFirst(RequestField kind, int index) {
        boolean first = firsts[kind.ordinal()] == NONE;
        firsts[kind.ordinal()] = index;
        return first;
    }

    private boolean field(RequestField kind, int index) {
        switch (kind) {
            case HOST -> {
                return isFirst(kind, index);
            }
            case COOKIE -> crumb(index);
            case TE -> {
                line(index);
                return isWord(index, "trailers");
            }
            default -> {
                firsts[kind.ordinal()] = index;
                line(index);
            }
        }
        return !kind.isOfConnections();
    }

    /** Cookies may come in several fields, and go on in one (RFC 9113 section 8.2.3). */
    private void crumb(int index) {
        if (cookies.length() > 0) {
            cookies.add((byte) ';').add((byte) ' ');
        }
        add(index, cookies);
    }

    // What was found.

    private int first(RequestField kind) {
        return firsts[kind.ordinal()];
    }

    boolean has(RequestField kind) {
        return first(kind) != NONE;
    }

    /** Whether it is there and says something. */
    boolean says(RequestField kind) {
        return has(kind) && !isEmpty(first(kind));
    }

    boolean is(RequestField kind, byte[] value) {
        int index = first(kind);
        return index != NONE
                && Arrays.equals(
                        request.bytes(), request.valueFrom(index), request.valueEnd(index), value, 0, value.length);
    }

    /** Whether it is that word, which is in lower case, in any case. */
    boolean isWord(RequestField kind, String lower) {
        return has(kind) && isWord(first(kind), lower);
    }

    /** Whether both are there and differ. */
    boolean differ(RequestField one, RequestField other) {
        return has(one) && has(other) && !isSame(first(one), first(other));
    }

    /** Anything else could be taken for a part of the authority, or for another one (RFC 9113 section 8.3.1). */
    boolean isPath() {
        boolean rooted = says(RequestField.PATH) && request.bytes()[request.valueFrom(first(RequestField.PATH))] == '/';
        return rooted || (is(RequestField.PATH, ALL) && is(RequestField.METHOD, OPTIONS));
    }

    /** What begins a path in it would be taken for one where both are written as one target (RFC 3986 section 3.2). */
    boolean isAuthority() {
        if (!has(RequestField.AUTHORITY)) {
            return true;
        }
        int index = first(RequestField.AUTHORITY);
        for (int i = request.valueFrom(index); i < request.valueEnd(index); i++) {
            if (request.bytes()[i] == '/' || request.bytes()[i] == '?') {
                return false;
            }
        }
        return true;
    }

    /** Writes the value of one that is there. */
    void add(RequestField kind, ByteWriter out) {
        add(first(kind), out);
    }

    // One field.

    private boolean isWord(int index, String lower) {
        return Ascii.equalsIgnoringCase(request.bytes(), request.valueFrom(index), request.valueEnd(index), lower);
    }

    private boolean isEmpty(int index) {
        return request.valueFrom(index) == request.valueEnd(index);
    }

    private boolean isSame(int one, int other) {
        return Arrays.equals(
                request.bytes(),
                request.valueFrom(one),
                request.valueEnd(one),
                request.bytes(),
                request.valueFrom(other),
                request.valueEnd(other));
    }

    private boolean isVisible(int index) {
        int end = request.valueEnd(index);
        return Spans.endOfTarget(request.bytes(), request.valueFrom(index), end) == end;
    }

    private void line(int index) {
        FieldForm.line(request, index, lines);
    }

    /** The value. */
    private void add(int index, ByteWriter out) {
        out.add(request.bytes(), request.valueFrom(index), request.valueEnd(index));
    }
}
