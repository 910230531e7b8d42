package org.tenantry.gateway.edge;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.HeaderRules;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Answer;

/** Writes heads anew on their way: what one hop said to the other goes, what the edge vouches for comes. */
final class Heads {
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] REQUEST_ID = ascii("X-Request-Id: ");
    /** Of a request that becomes a WebSocket. */
    static final byte[] WEB_SOCKET = ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    /** Of a request whose answer may have trailers. */
    static final byte[] TRAILERS = ascii("TE: trailers\r\n");

    private static final byte[] STATUS = ascii("HTTP/1.1 ");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    /** No fields. */
    static final byte[] NOTHING = {};

    private static final byte[] HSTS = ascii("Strict-Transport-Security: max-age=31536000\r\n");
    private static final int HTTPS_PORT = 443;
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

    private Heads() {}

    /**
     * What the edge says of a client in each of its requests: address and protocol, and the name of the field whose value is
     * the Host that came.
     */
    static byte[] forwarded(String address, String protocol) {
        return ascii("X-Forwarded-For: " + address + "\r\nX-Forwarded-Proto: " + protocol + "\r\nX-Forwarded-Host: ");
    }

    /**
     * Makes of the client's request the one that the instance gets; the host stays as it came.
     *
     * @param hop fields for the next hop
     */
    static void forUpstream(RequestHead head, byte[] hop, byte[] forwarded, AccessRecord record, ByteWriter out) {
        passOn(head, forwarded, out);
        out.add(REQUEST_ID);
        record.requestId().writeTo(out);
        out.crlf();
        record.trace().writeTo(head, out);
        out.add(hop).crlf();
    }

    /** What the client said and may say, and who it is. */
    static void passOn(RequestHead head, byte[] forwarded, ByteWriter out) {
        byte[] bytes = head.bytes();
        out.clear().add(bytes, head.methodFrom(), head.methodEnd()).add((byte) ' ');
        if (head.pathFrom() == head.targetEnd() || bytes[head.pathFrom()] == '?') {
            out.add((byte) '/');
        }
        out.add(bytes, head.pathFrom(), head.targetEnd()).add(VERSION);
        HeaderRules.copyRequest(head, head.expectsContinue(), out);
        int host = head.first(Field.HOST);
        out.add(forwarded).add(bytes, head.valueFrom(host), head.valueEnd(host)).crlf();
    }

    /**
     * Makes of an instance's answer the one that the client gets.
     *
     * @param added fields of the edge's own; they come last, so that of a kind that counts once the instance's counts
     */
    static void forClient(ResponseHead head, BodyRelay.Form form, boolean closes, byte[] added, ByteWriter out) {
        boolean informational = head.status() < 200 || head.status() == 204;
        boolean length = !informational && (form == BodyRelay.Form.LENGTH || form == BodyRelay.Form.NONE);
        begin(head, out);
        HeaderRules.copyResponse(head, length, form == BodyRelay.Form.CHUNKS, out);
        if (form == BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS) {
            out.add(CHUNKED);
        }
        if (closes) {
            out.add(CLOSE);
        }
        out.add(added).crlf();
    }

    /** The head with which a WebSocket begins. */
    static void forWebSocket(ResponseHead head, ByteWriter out) {
        begin(head, out);
        HeaderRules.copyResponse(head, false, false, out);
        out.add(WEB_SOCKET).crlf();
    }

    private static void begin(ResponseHead head, ByteWriter out) {
        out.clear().add(STATUS).add(head.status(), 10).add((byte) ' ');
        out.add(head.bytes(), head.reasonFrom(), head.reasonEnd()).crlf();
    }

    /** Where the same is found under https. */
    static String secureLocation(RequestHead head, CanonicalHost host, int port) {
        String path = head.path();
        String rooted = path.startsWith("/") ? path : path.startsWith("?") ? "/" + path : "/";
        return "https://" + host + (port == HTTPS_PORT ? "" : ":" + port) + rooted;
    }

    /** What is added to answers over TLS by these rules (RFC 6797 section 7.1). */
    static byte[] added(RouteRules rules, boolean secure) {
        return secure && rules.isStrict() ? HSTS : NOTHING;
    }

    /** Adds a cookie to fields. */
    static byte[] withCookie(byte[] fields, String cookie) {
        byte[] line = ascii("Set-Cookie: " + cookie + "\r\n");
        byte[] both = Arrays.copyOf(fields, fields.length + line.length);
        System.arraycopy(line, 0, both, fields.length, line.length);
        return both;
    }

    /** An answer of the edge's own, its body included unless HEAD was asked. */
    static void ofAnswer(Answer answer, boolean closes, boolean bodiless, ByteWriter out) {
        out.clear()
                .add(STATUS)
                .add(HttpResponseStatus.valueOf(answer.status()).toString())
                .crlf();
        answer.fields()
                .forEach((name, value) -> out.add(name).add(": ").add(value).crlf());
        out.add("Content-Length: ").add(answer.body().length, 10).crlf();
        if (closes) {
            out.add(CLOSE);
        }
        out.crlf();
        if (!bodiless) {
            out.add(answer.body());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
