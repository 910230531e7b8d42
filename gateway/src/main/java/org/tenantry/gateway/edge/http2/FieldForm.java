package org.tenantry.gateway.edge.http2;

import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Spans;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/** What one field has to be (RFC 9113 section 8.2.1), and how it is written as a line. */
final class FieldForm {
    private FieldForm() {}

    /** Whether its name is a token in lower case. */
    static boolean isName(DecodedFields fields, int index) {
        byte[] bytes = fields.bytes();
        for (int i = fields.nameFrom(index); i < fields.nameEnd(index); i++) {
            if (!Ascii.isToken(bytes[i]) || (bytes[i] >= 'A' && bytes[i] <= 'Z')) {
                return false;
            }
        }
        return fields.nameEnd(index) > fields.nameFrom(index);
    }

    /** Whether its value has no control characters, and no blank at either end. */
    static boolean isValue(DecodedFields fields, int index) {
        byte[] bytes = fields.bytes();
        int from = fields.valueFrom(index);
        int end = fields.valueEnd(index);
        return Spans.endOfValue(bytes, from, end) == end
                && (end == from || !(Ascii.isBlank(bytes[from]) || Ascii.isBlank(bytes[end - 1])));
    }

    static void line(DecodedFields fields, int index, ByteWriter out) {
        out.add(fields.bytes(), fields.nameFrom(index), fields.nameEnd(index));
        out.add((byte) ':').add((byte) ' ');
        out.add(fields.bytes(), fields.valueFrom(index), fields.valueEnd(index)).crlf();
    }
}
