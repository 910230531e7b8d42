package org.tenantry.gateway.edge.http2;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/**
 * Writes the fields of one request of HTTP/2 as the head of HTTP/1.1 that says the same, which {@link
 * org.tenantry.gateway.edge.http1.RequestHead} then reads and judges: host, framing, target. Here is refused what could not
 * be written as one line per field, or is malformed by RFC 9113 section 8. Used again for the next; confined to one thread.
 */
public final class RequestFields {
    private static final byte[][] WITH_BODIES = {ascii("POST"), ascii("PUT"), ascii("PATCH")};
    private static final byte[] CONNECT = ascii("CONNECT");
    private static final byte[] WEB_SOCKET = ascii("websocket");

    private final byte[] beginning;
    private final GatheredFields fields = new GatheredFields();
    private @Nullable WebSocketKey key;
    private long webSockets;

    /**
     * @param beginning of the keys of WebSockets: random, and nobody else's
     */
    public RequestFields(byte[] beginning) {
        this.beginning = beginning;
    }

    /**
     * Writes a head.
     *
     * @param ended whether nothing follows the fields
     * @return false where the request is malformed; what was written then is of no use
     */
    public boolean write(DecodedFields request, boolean ended, ByteWriter out) {
        key = null;
        return fields.takeHead(request) && compose(ended, out);
    }

    /** What the head that was written last has for a key, where it asks for a WebSocket (RFC 8441); else null. */
    public @Nullable WebSocketKey key() {
        return key;
    }

    private boolean asksForWebSocket() {
        return fields.is(RequestField.METHOD, CONNECT) && fields.is(RequestField.PROTOCOL, WEB_SOCKET);
    }

    /** Writes fields that come after a body as the lines that come after a chunked one; false where they are malformed. */
    public boolean writeTrailers(DecodedFields trailers, ByteWriter out) {
        boolean good = fields.takeTrailers(trailers);
        out.clear().add(fields.lines).crlf();
        return good;
    }

    private boolean compose(boolean ended, ByteWriter out) {
        boolean connects = fields.is(RequestField.METHOD, CONNECT);
        boolean extended = fields.has(RequestField.PROTOCOL);
        if (connects && !extended) {
            return connect(out);
        }
        boolean web = fields.isWord(RequestField.SCHEME, "https") || fields.isWord(RequestField.SCHEME, "http");
        boolean target = web && fields.isAuthority() && fields.isPath();
        if (!fields.says(RequestField.METHOD) || !target || (extended && !connects)) {
            return false;
        }
        out.clear();
        if (asksForWebSocket()) {
            out.add("GET");
        } else {
            fields.add(RequestField.METHOD, out);
        }
        target(out);
        out.add(fields.lines);
        if (fields.cookies.length() > 0) {
            out.add("Cookie: ").add(fields.cookies).crlf();
        }
        framing(ended, out);
        out.crlf();
        return true;
    }

    /** Plain CONNECT has neither scheme nor path (RFC 9113 section 8.5); it is written so that it is refused as such. */
    private boolean connect(ByteWriter out) {
        if (!fields.says(RequestField.AUTHORITY) || fields.has(RequestField.SCHEME) || fields.has(RequestField.PATH)) {
            return false;
        }
        out.clear().add(CONNECT).add((byte) ' ');
        fields.add(RequestField.AUTHORITY, out);
        fields.add(RequestField.AUTHORITY, out.add(" HTTP/1.1\r\nHost: "));
        out.crlf().crlf();
        return true;
    }

    /** Where both are named, the target is absolute: then its host must be the Host. */
    private void target(ByteWriter out) {
        out.add((byte) ' ');
        if (fields.differ(RequestField.AUTHORITY, RequestField.HOST)) {
            fields.add(RequestField.AUTHORITY, out.add("http://"));
        }
        fields.add(RequestField.PATH, out);
        out.add(" HTTP/1.1\r\n");
        RequestField named = fields.has(RequestField.HOST) ? RequestField.HOST : RequestField.AUTHORITY;
        if (fields.has(named)) {
            fields.add(named, out.add("host: "));
            out.crlf();
        }
    }

    private void framing(boolean ended, ByteWriter out) {
        boolean sized = fields.has(RequestField.CONTENT_LENGTH);
        if (asksForWebSocket()) {
            WebSocketKey made = WebSocketKey.of(beginning, webSockets++);
            key = made;
            out.add("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ")
                    .add(made.value())
                    .crlf();
        } else if (!ended && !sized) {
            out.add("Transfer-Encoding: chunked\r\n");
        } else if (ended && !sized && hasBodies()) {
            out.add("Content-Length: 0\r\n");
        }
    }

    private boolean hasBodies() {
        for (byte[] one : WITH_BODIES) {
            if (fields.is(RequestField.METHOD, one)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
