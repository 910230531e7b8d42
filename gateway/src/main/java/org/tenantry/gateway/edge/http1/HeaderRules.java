package org.tenantry.gateway.edge.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields a proxy passes on: not those of one hop (RFC 9110 section 7.6.1), not those that only the edge may set, in no
 * spelling, and none of either in trailers.
 */
public final class HeaderRules {
    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "upgrade",
            "http2-settings");
    private static final Set<String> OURS = Set.of("forwarded", "x-real-ip", "x-request-id");
    private static final String OURS_TOO = "x-forwarded-";
    private static final Set<String> FRAMING =
            Set.of("host", "content-length", "transfer-encoding", "trailer", "expect");
    private static final Set<String> HEAD_ONLY = Set.of(
            "accept",
            "age",
            "allow",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "expires",
            "location",
            "max-forwards",
            "origin",
            "pragma",
            "range",
            "referer",
            "retry-after",
            "set-cookie",
            "set-cookie2",
            "vary",
            "warning",
            "www-authenticate");

    private HeaderRules() {}

    /** Removes from a request's head what may not go on. */
    public static void stripRequest(HttpHeaders headers) {
        stripHop(headers);
        for (String name : List.copyOf(headers.names())) {
            String plain = plain(name);
            boolean misspelt = name.indexOf('_') >= 0 && (FRAMING.contains(plain) || ONE_HOP.contains(plain));
            if (isOurs(plain) || misspelt) {
                headers.remove(name);
            }
        }
    }

    /** Removes from an answer's head what was for the edge alone. */
    public static void stripResponse(HttpHeaders headers) {
        stripHop(headers);
    }

    /** Removes from trailers what would have had another meaning in the head. */
    public static void stripTrailers(HttpHeaders trailers) {
        for (String name : List.copyOf(trailers.names())) {
            String plain = plain(name);
            if (isOurs(plain) || FRAMING.contains(plain) || ONE_HOP.contains(plain) || HEAD_ONLY.contains(plain)) {
                trailers.remove(name);
            }
        }
    }

    /** Whether a list-valued field has this word in it. */
    public static boolean names(HttpHeaders headers, CharSequence field, CharSequence word) {
        return headers.containsValue(field, word, true);
    }

    /** Whether this asks to become a WebSocket, the only protocol that is let through (RFC 6455 section 4.1). */
    public static boolean asksForWebSocket(HttpHeaders headers) {
        List<String> wanted = headers.getAll(HttpHeaderNames.UPGRADE);
        return wanted.size() == 1
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(wanted.getFirst())
                && names(headers, HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static void stripHop(HttpHeaders headers) {
        List<String> named = new ArrayList<>();
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        for (String name : named) {
            if (!name.isEmpty() && !FRAMING.contains(name)) {
                headers.remove(name);
            }
        }
        ONE_HOP.forEach(headers::remove);
    }

    private static boolean isOurs(String plain) {
        return OURS.contains(plain) || plain.startsWith(OURS_TOO);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
