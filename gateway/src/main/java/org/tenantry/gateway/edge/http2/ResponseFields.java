package org.tenantry.gateway.edge.http2;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Ascii;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.HeaderRules;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.page.Answer;

/** Makes the fields of HTTP/2 of an answer's head: names in lower case, those of one hop gone. Confined to one event loop. */
public final class ResponseFields {
    private static final int KNOWN = 256;
    private static final AsciiString STRICT_TRANSPORT_SECURITY = AsciiString.cached("strict-transport-security");
    private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");
    private static final AsciiString A_YEAR = AsciiString.cached("max-age=31536000");

    /** Names seen lately, so that one that comes with each answer is made once. */
    private final @Nullable AsciiString[] names = new AsciiString[KNOWN];

    private AsciiString[] pairs = new AsciiString[64];
    private int length;

    /**
     * The fields of an instance's answer.
     *
     * @param sized whether its own Content-Length goes with it
     * @param strict whether browsers are told to come by https only (RFC 6797 section 7.1)
     * @param cookie one that the edge sets; empty for none
     */
    public Http2Headers of(ResponseHead head, boolean sized, boolean strict, String cookie) {
        length = 0;
        boolean named = HeaderRules.namesOthers(head);
        for (int i = 0; i < head.count(); i++) {
            if (HeaderRules.goesOn(head, i, named, sized)) {
                add(head, i);
            }
        }
        if (strict) {
            add(STRICT_TRANSPORT_SECURITY, A_YEAR);
        }
        if (!cookie.isEmpty()) {
            add(SET_COOKIE, new AsciiString(cookie));
        }
        return headers(head.status());
    }

    /** The fields with which a WebSocket begins: an answer to CONNECT, which says by its status that it is accepted. */
    public Http2Headers ofWebSocket(ResponseHead head) {
        length = 0;
        boolean named = HeaderRules.namesOthers(head);
        for (int i = 0; i < head.count(); i++) {
            if (HeaderRules.goesOn(head, i, named, false) && head.field(i) != Field.SEC_WEBSOCKET_ACCEPT) {
                add(head, i);
            }
        }
        return headers(200);
    }

    /** The fields of an answer of the edge's own. */
    public Http2Headers of(Answer answer) {
        length = 0;
        answer.fields()
                .forEach((name, value) -> add(new AsciiString(name.toLowerCase(Locale.ROOT)), new AsciiString(value)));
        add(AsciiString.cached("content-length"), new AsciiString(String.valueOf(answer.body().length)));
        return headers(answer.status());
    }

    /** Those fields after a body that go on. */
    static Http2Headers ofTrailers(Trailers section) {
        AsciiString[] fields = new AsciiString[2 * section.count()];
        int at = 0;
        for (int i = 0; i < section.count(); i++) {
            if (HeaderRules.goesOn(section, i)) {
                fields[at++] =
                        copy(section, section.nameFrom(i), section.nameEnd(i)).toLowerCase();
                fields[at++] = copy(section, section.valueFrom(i), section.valueEnd(i));
            }
        }
        return ReadOnlyHttp2Headers.trailers(false, Arrays.copyOf(fields, at));
    }

    private Http2Headers headers(int status) {
        AsciiString code = HttpResponseStatus.valueOf(status).codeAsText();
        return ReadOnlyHttp2Headers.serverHeaders(false, code, Arrays.copyOf(pairs, length));
    }

    private void add(ResponseHead head, int index) {
        add(
                name(head.bytes(), head.nameFrom(index), head.nameEnd(index)),
                copy(head, head.valueFrom(index), head.valueEnd(index)));
    }

    private void add(AsciiString name, AsciiString value) {
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * length);
        }
        pairs[length++] = name;
        pairs[length++] = value;
    }

    /** Copied, because header compression remembers it. */
    private static AsciiString copy(FieldSection section, int from, int end) {
        return new AsciiString(section.bytes(), from, end - from, true);
    }

    private AsciiString name(byte[] bytes, int from, int end) {
        int hash = end - from;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + (bytes[i] | 0x20);
        }
        int slot = (hash ^ hash >>> 8) & KNOWN - 1;
        AsciiString known = names[slot];
        if (known == null || !isSame(known, bytes, from, end)) {
            known = new AsciiString(bytes, from, end - from, true).toLowerCase();
            names[slot] = known;
        }
        return known;
    }

    private static boolean isSame(AsciiString lower, byte[] bytes, int from, int end) {
        byte[] known = lower.array();
        int offset = lower.arrayOffset();
        boolean same = lower.length() == end - from;
        for (int i = from; same && i < end; i++) {
            same = known[offset + i - from] == Ascii.lower(bytes[i]);
        }
        return same;
    }
}
