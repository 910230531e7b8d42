package org.tenantry.gateway.edge.http2;

import java.nio.charset.StandardCharsets;
import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http2.hpack.FieldEncoder;

/**
 * Writes a request's head, as the edge has made it for HTTP/1.1, as fields of HTTP/2: the same rules have passed it on, and
 * only its form is another one. Each block is good until the next one. Confined to one event loop.
 */
public final class AskedFields {
    private static final byte[] METHOD = ascii(":method");
    private static final byte[] PATH = ascii(":path");
    private static final byte[] AUTHORITY = ascii(":authority");

    private final FieldEncoder block = new FieldEncoder();
    private byte[] bytes = {};

    /** The fields of a head whose lines the edge itself has written. */
    public ByteWriter of(ByteWriter head) {
        bytes = head.bytes();
        int methodEnd = find(0, ' ');
        int pathEnd = find(methodEnd + 1, ' ');
        int lines = find(pathEnd, '\n') + 1;
        block.begin().add(METHOD, 0, METHOD.length, bytes, 0, methodEnd).add(":scheme", "http");
        block.add(PATH, 0, PATH.length, bytes, methodEnd + 1, pathEnd);
        host(lines);
        for (int line = lines; bytes[line] != '\r'; line = next(line)) {
            int nameEnd = find(line, ':');
            if (!isOfHttp1(line, nameEnd)) {
                add(bytes, line, nameEnd, line);
            }
        }
        return block.block();
    }

    /** What comes first is no field, but the authority that was asked. */
    private void host(int lines) {
        int line = lines;
        while (bytes[line] != '\r' && !is(line, find(line, ':'), "host")) {
            line = next(line);
        }
        if (bytes[line] != '\r') {
            add(AUTHORITY, 0, AUTHORITY.length, line);
        }
    }

    /** Lines may have come as they are: with more blanks around the value, or with none. */
    private void add(byte[] name, int nameFrom, int nameEnd, int line) {
        int from = find(line, ':') + 1;
        int end = next(line) - 2;
        while (from < end && Ascii.isBlank(bytes[from])) {
            from++;
        }
        while (end > from && Ascii.isBlank(bytes[end - 1])) {
            end--;
        }
        block.add(name, nameFrom, nameEnd, bytes, from, end);
    }

    private boolean isOfHttp1(int from, int end) {
        return is(from, end, "host") || is(from, end, "transfer-encoding");
    }

    private boolean is(int from, int end, String lower) {
        return Ascii.equalsIgnoringCase(bytes, from, end, lower);
    }

    private int next(int line) {
        return find(line, '\n') + 1;
    }

    private int find(int from, char what) {
        int at = from;
        while (bytes[at] != what) {
            at++;
        }
        return at;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
