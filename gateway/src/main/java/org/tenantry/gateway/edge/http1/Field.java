package org.tenantry.gateway.edge.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields that mean something to a proxy; noticed while a head is read, so that nobody searches for them. */
public enum Field {
    /** Any other: passed on as it is. */
    OTHER(Kind.PLAIN),
    HOST(Kind.FRAMING),
    CONTENT_LENGTH(Kind.FRAMING),
    TRANSFER_ENCODING(Kind.FRAMING),
    TRAILER(Kind.FRAMING),
    EXPECT(Kind.FRAMING),
    CONNECTION(Kind.ONE_HOP),
    KEEP_ALIVE(Kind.ONE_HOP),
    PROXY_CONNECTION(Kind.ONE_HOP),
    PROXY_AUTHENTICATE(Kind.ONE_HOP),
    PROXY_AUTHORIZATION(Kind.ONE_HOP),
    TE(Kind.ONE_HOP),
    UPGRADE(Kind.ONE_HOP),
    HTTP2_SETTINGS(Kind.ONE_HOP),
    FORWARDED(Kind.OURS),
    X_REAL_IP(Kind.OURS),
    X_REQUEST_ID(Kind.OURS),
    TRACEPARENT(Kind.OURS),
    TRACESTATE(Kind.OURS),
    /** All whose names begin like this one's. */
    X_FORWARDED(Kind.OURS),
    ACCEPT(Kind.PLAIN),
    ACCEPT_LANGUAGE(Kind.PLAIN),
    SEC_WEBSOCKET_KEY(Kind.PLAIN),
    SEC_WEBSOCKET_ACCEPT(Kind.PLAIN),
    SEC_WEBSOCKET_KEY1(Kind.PLAIN),
    SEC_WEBSOCKET_KEY2(Kind.PLAIN),
    /** One of framing, one hop or ours with an underscore for a hyphen: some applications take it for that one. */
    MISSPELT(Kind.PLAIN);

    /** Whose a field is. */
    enum Kind {
        PLAIN,
        /** Says where a message ends or whom it is for. */
        FRAMING,
        /** For the next hop only (RFC 9110 section 7.6.1). */
        ONE_HOP,
        /** Only the edge may set it in a request. */
        OURS
    }

    private static final byte[] FORWARDED_PREFIX = spelt("x-forwarded-");
    private static final Field[][] BY_LENGTH = byLength();

    private final byte[] lower = spelt(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    private final Kind kind;

    Field(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Which one has this name. */
    static Field of(byte[] bytes, int from, int end) {
        int length = end - from;
        if (length < BY_LENGTH.length) {
            byte first = Ascii.lower(bytes[from]);
            for (Field one : BY_LENGTH[length]) {
                if (one.lower[0] == first && isSpelt(one.lower, bytes, from)) {
                    return one.orMisspelt(bytes, from, end);
                }
            }
        }
        return length >= FORWARDED_PREFIX.length && isSpelt(FORWARDED_PREFIX, bytes, from) ? X_FORWARDED : OTHER;
    }

    private Field orMisspelt(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '_') {
                return kind == Kind.PLAIN ? OTHER : MISSPELT;
            }
        }
        return this;
    }

    private static boolean isSpelt(byte[] lower, byte[] bytes, int from) {
        for (int i = 0; i < lower.length; i++) {
            byte c = bytes[from + i];
            if (lower[i] != (c == '_' ? '-' : Ascii.lower(c))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] spelt(String lower) {
        return lower.getBytes(StandardCharsets.US_ASCII);
    }

    private static Field[][] byLength() {
        List<List<Field>> lists = new ArrayList<>();
        for (Field one : values()) {
            while (lists.size() <= one.lower.length) {
                lists.add(new ArrayList<>());
            }
            if (one != OTHER && one != MISSPELT && one != X_FORWARDED) {
                lists.get(one.lower.length).add(one);
            }
        }
        return lists.stream().map(list -> list.toArray(Field[]::new)).toArray(Field[][]::new);
    }
}
