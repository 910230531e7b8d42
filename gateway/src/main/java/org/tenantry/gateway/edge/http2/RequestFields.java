package org.tenantry.gateway.edge.http2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.ByteWriter;

/**
 * Writes the fields of one request of HTTP/2 as the head of HTTP/1.1 that says the same, which {@link
 * org.tenantry.gateway.edge.http1.RequestHead} then reads and judges: host, framing, target. Here is refused what could not
 * be written as one line per field, or is malformed by RFC 9113 section 8. Used again for the next; confined to one thread.
 */
public final class RequestFields {
    private static final AsciiString METHOD = AsciiString.cached(":method");
    private static final AsciiString SCHEME = AsciiString.cached(":scheme");
    private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
    private static final AsciiString PATH = AsciiString.cached(":path");
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString WEB_SOCKET = AsciiString.cached("websocket");
    private static final AsciiString[] OF_CONNECTIONS = {
        AsciiString.cached("connection"),
        AsciiString.cached("upgrade"),
        AsciiString.cached("keep-alive"),
        AsciiString.cached("proxy-connection"),
        AsciiString.cached("transfer-encoding")
    };
    private static final AsciiString[] WITH_BODIES = {
        AsciiString.cached("POST"), AsciiString.cached("PUT"), AsciiString.cached("PATCH")
    };

    private final byte[] beginning;
    private final ByteWriter fields = new ByteWriter(1 << 10);
    private final ByteWriter cookies = new ByteWriter(256);
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;
    private @Nullable AsciiString protocol;
    private @Nullable AsciiString host;
    private boolean sized;
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
    public boolean write(Http2Headers request, boolean ended, ByteWriter out) {
        clear();
        boolean good = true;
        for (Map.Entry<CharSequence, CharSequence> field : request) {
            good = good && take(AsciiString.of(field.getKey()), AsciiString.of(field.getValue()));
        }
        return good && compose(ended, out);
    }

    /** What the head that was written last has for a key, where it asks for a WebSocket (RFC 8441); else null. */
    public @Nullable WebSocketKey key() {
        return key;
    }

    private boolean asksForWebSocket() {
        return CONNECT.equals(method) && WEB_SOCKET.equals(protocol);
    }

    /** Writes fields that come after a body as the lines that come after a chunked one; false where they are malformed. */
    public boolean writeTrailers(Http2Headers trailers, ByteWriter out) {
        clear();
        for (Map.Entry<CharSequence, CharSequence> field : trailers) {
            AsciiString name = AsciiString.of(field.getKey());
            AsciiString value = AsciiString.of(field.getValue());
            if (!isName(name) || !isValue(value) || isOfConnections(name)) {
                return false;
            }
            line(name, value, fields);
        }
        out.clear().add(fields).crlf();
        return true;
    }

    private void clear() {
        fields.clear();
        cookies.clear();
        method = null;
        scheme = null;
        authority = null;
        path = null;
        protocol = null;
        host = null;
        sized = false;
        key = null;
    }

    private boolean take(AsciiString name, AsciiString value) {
        if (name.isEmpty()) {
            return false;
        }
        return name.byteAt(0) == ':' ? pseudo(name, value) : isName(name) && isValue(value) && field(name, value);
    }

    /** Each once, and nothing in it that would end a line or a part of one. */
    private boolean pseudo(AsciiString name, AsciiString value) {
        boolean first;
        if (METHOD.equals(name)) {
            first = method == null;
            method = value;
        } else if (SCHEME.equals(name)) {
            first = scheme == null;
            scheme = value;
        } else if (AUTHORITY.equals(name)) {
            first = authority == null;
            authority = value;
        } else if (PATH.equals(name)) {
            first = path == null;
            path = value;
        } else {
            first = PROTOCOL.equals(name) && protocol == null;
            protocol = value;
        }
        return first && isVisible(value);
    }

    private boolean field(AsciiString name, AsciiString value) {
        if (HOST.equals(name)) {
            boolean first = host == null;
            host = value;
            return first;
        }
        if (COOKIE.equals(name)) {
            crumb(value);
            return true;
        }
        if (TE.equals(name) && !value.contentEqualsIgnoreCase("trailers")) {
            return false;
        }
        sized |= CONTENT_LENGTH.equals(name);
        line(name, value, fields);
        return !isOfConnections(name);
    }

    /** Cookies may come in several fields, and go on in one (RFC 9113 section 8.2.3). */
    private void crumb(AsciiString value) {
        if (cookies.length() > 0) {
            cookies.add((byte) ';').add((byte) ' ');
        }
        add(value, cookies);
    }

    private boolean compose(boolean ended, ByteWriter out) {
        AsciiString verb = method;
        if (verb == null || verb.isEmpty()) {
            return false;
        }
        if (CONNECT.equals(verb) && protocol == null) {
            return connect(out);
        }
        boolean target = isHttp(scheme) && isAuthority(authority) && isPath(verb, path);
        if (!target || (protocol != null && !CONNECT.equals(verb))) {
            return false;
        }
        out.clear();
        add(asksForWebSocket() ? AsciiString.cached("GET") : verb, out);
        target(out);
        out.add(fields);
        if (cookies.length() > 0) {
            out.add("Cookie: ").add(cookies).crlf();
        }
        framing(verb, ended, out);
        out.crlf();
        return true;
    }

    /** Plain CONNECT has neither scheme nor path (RFC 9113 section 8.5); it is written so that it is refused as such. */
    private boolean connect(ByteWriter out) {
        AsciiString to = authority;
        if (to == null || to.isEmpty() || scheme != null || path != null) {
            return false;
        }
        add(CONNECT, out.clear());
        add(to, out.add((byte) ' '));
        add(to, out.add(" HTTP/1.1\r\nHost: "));
        out.crlf().crlf();
        return true;
    }

    /** Where both are named, the target is absolute: then its host must be the Host. */
    private void target(ByteWriter out) {
        out.add((byte) ' ');
        AsciiString one = authority;
        AsciiString other = host;
        if (one != null && other != null && !one.equals(other)) {
            out.add("http://");
            add(one, out);
        }
        AsciiString at = path;
        if (at != null) {
            add(at, out);
        }
        out.add(" HTTP/1.1\r\n");
        AsciiString named = other == null ? one : other;
        if (named != null) {
            line(HOST, named, out);
        }
    }

    private void framing(AsciiString verb, boolean ended, ByteWriter out) {
        if (asksForWebSocket()) {
            WebSocketKey made = WebSocketKey.of(beginning, webSockets++);
            key = made;
            out.add("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ")
                    .add(made.value())
                    .crlf();
        } else if (!ended && !sized) {
            out.add("Transfer-Encoding: chunked\r\n");
        } else if (ended && !sized && contains(WITH_BODIES, verb)) {
            out.add("Content-Length: 0\r\n");
        }
    }

    /** What begins a path in it would be taken for one where both are written as one target (RFC 3986 section 3.2). */
    private static boolean isAuthority(@Nullable AsciiString authority) {
        return authority == null || (authority.indexOf('/', 0) < 0 && authority.indexOf('?', 0) < 0);
    }

    /** Anything else could be taken for a part of the authority, or for another one (RFC 9113 section 8.3.1). */
    private static boolean isPath(AsciiString verb, @Nullable AsciiString path) {
        return path != null
                && !path.isEmpty()
                && (path.byteAt(0) == '/' || (path.contentEquals("*") && verb.contentEquals("OPTIONS")));
    }

    private static boolean isHttp(@Nullable AsciiString scheme) {
        return scheme != null && (scheme.contentEqualsIgnoreCase("https") || scheme.contentEqualsIgnoreCase("http"));
    }

    private static boolean isOfConnections(AsciiString name) {
        return contains(OF_CONNECTIONS, name);
    }

    private static boolean contains(AsciiString[] names, AsciiString name) {
        for (AsciiString one : names) {
            if (one.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(AsciiString name) {
        byte[] bytes = name.array();
        int end = name.arrayOffset() + name.length();
        for (int i = name.arrayOffset(); i < end; i++) {
            if (!Ascii.isToken(bytes[i]) || (bytes[i] >= 'A' && bytes[i] <= 'Z')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(AsciiString value) {
        byte[] bytes = value.array();
        int from = value.arrayOffset();
        int end = from + value.length();
        for (int i = from; i < end; i++) {
            if (!Ascii.isValue(bytes[i])) {
                return false;
            }
        }
        return end == from || !(Ascii.isBlank(bytes[from]) || Ascii.isBlank(bytes[end - 1]));
    }

    private static boolean isVisible(AsciiString value) {
        byte[] bytes = value.array();
        int end = value.arrayOffset() + value.length();
        for (int i = value.arrayOffset(); i < end; i++) {
            if (!Ascii.isVisible(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static void line(AsciiString name, AsciiString value, ByteWriter out) {
        add(name, out);
        out.add((byte) ':').add((byte) ' ');
        add(value, out);
        out.crlf();
    }

    private static void add(AsciiString text, ByteWriter out) {
        out.add(text.array(), text.arrayOffset(), text.arrayOffset() + text.length());
    }
}
