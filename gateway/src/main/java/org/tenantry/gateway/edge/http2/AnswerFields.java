package org.tenantry.gateway.edge.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/**
 * Writes the fields of an instance's answer as the head of HTTP/1.1 that says the same, which {@link
 * org.tenantry.gateway.edge.http1.ResponseHead} then reads and judges. Here is refused what is malformed by RFC 9113 section
 * 8, or could not be written as one line per field. Pure.
 */
public final class AnswerFields {
    private static final byte[] STATUS = ":status".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 3;

    private AnswerFields() {}

    /** Writes a head; false where it is malformed, and what was written then is of no use. */
    public static boolean write(DecodedFields answer, ByteWriter out) {
        if (answer.count() == 0 || !isStatus(answer)) {
            return false;
        }
        out.clear().add("HTTP/1.1 ").add(answer.bytes(), answer.valueFrom(0), answer.valueEnd(0));
        return lines(answer, 1, out.add((byte) ' ').crlf());
    }

    /** Writes fields that come after a body as lines; false where they are malformed. */
    public static boolean writeTrailers(DecodedFields trailers, ByteWriter out) {
        return lines(trailers, 0, out.clear());
    }

    /** Only the first field may be the status, and the change of protocols is none of HTTP/2 (section 8.6). */
    private static boolean isStatus(DecodedFields answer) {
        byte[] bytes = answer.bytes();
        int from = answer.valueFrom(0);
        boolean named = Arrays.equals(bytes, answer.nameFrom(0), answer.nameEnd(0), STATUS, 0, STATUS.length);
        boolean sized = answer.valueEnd(0) - from == DIGITS;
        if (!named || !sized || !isNumber(bytes, from)) {
            return false;
        }
        return bytes[from] != '0' && !Ascii.equalsIgnoringCase(bytes, from, from + DIGITS, "101");
    }

    private static boolean isNumber(byte[] bytes, int from) {
        boolean number = true;
        for (int i = from; i < from + DIGITS; i++) {
            number &= Ascii.isDigit(bytes[i]);
        }
        return number;
    }

    private static boolean lines(DecodedFields fields, int from, ByteWriter out) {
        for (int i = from; i < fields.count(); i++) {
            RequestField kind = RequestField.of(fields.bytes(), fields.nameFrom(i), fields.nameEnd(i));
            if (kind.isOfConnections() || !FieldForm.isName(fields, i) || !FieldForm.isValue(fields, i)) {
                return false;
            }
            FieldForm.line(fields, i, out);
        }
        out.crlf();
        return true;
    }
}
