package org.tenantry.gateway.edge.http1;

/**
 * The head of one request, where it was received. HTTP/1.1 from a client is read into it as it comes; a stream of HTTP/2
 * is written as a head of HTTP/1.1 first, so that there is one reader of all requests.
 */
public final class RequestHead extends RequestLine {
    /** What is done differently for a method. */
    public enum Method {
        GET(true),
        HEAD(true),
        OPTIONS(true),
        PUT(true),
        DELETE(true),
        CONNECT(false),
        /** Any other. */
        OTHER(false);

        private final boolean idempotent;

        Method(boolean idempotent) {
            this.idempotent = idempotent;
        }
    }

    private static final Method[] METHODS = Method.values();

    private int authorityFrom;
    private int pathFrom;
    private boolean whole;
    private Method method = Method.OTHER;
    private Framing framing = Framing.NONE;

    public RequestHead(int longestLine, int largest) {
        super(longestLine, largest);
    }

    @Override
    public void reset() {
        super.reset();
        pathFrom = 0;
        authorityFrom = 0;
        whole = false;
    }

    @Override
    protected void whole() {
        whole = true;
        method = known();
        framing = Framing.ofRequest(said(http11));
    }

    private Method known() {
        for (Method one : METHODS) {
            if (one != Method.OTHER && Ascii.equals(bytes, methodFrom, methodEnd, one.name())) {
                return one;
            }
        }
        return Method.OTHER;
    }

    // Judging.

    /** Why it isn't taken, once it is whole: everything but what depends on routes. */
    public Refusal judge() {
        if (framing.isRefused()) {
            return framing.refusal();
        }
        if (count(Field.SEC_WEBSOCKET_KEY1) + count(Field.SEC_WEBSOCKET_KEY2) > 0) {
            // Eight bytes that no length announces would follow (draft-hixie-thewebsocketprotocol-76).
            return Refusal.OBSOLETE_HANDSHAKE;
        }
        if (method == Method.CONNECT) {
            return Refusal.CONNECT;
        }
        if (count(Field.HOST) != 1) {
            return Refusal.HOST;
        }
        return splitTarget() ? HopFields.judge(this) : Refusal.TARGET;
    }

    /** Finds authority and path in the target (RFC 9112 section 3.2); false where it has no form that is served. */
    private boolean splitTarget() {
        for (int i = targetFrom; i < targetEnd; i++) {
            if (bytes[i] == '#') {
                return false;
            }
        }
        pathFrom = targetFrom;
        authorityFrom = targetFrom;
        boolean asterisk = method == Method.OPTIONS && Ascii.equals(bytes, targetFrom, targetEnd, "*");
        return bytes[targetFrom] == '/' || asterisk || splitAbsolute();
    }

    private boolean splitAbsolute() {
        int scheme = begins("http://") ? 7 : begins("https://") ? 8 : 0;
        authorityFrom = targetFrom + scheme;
        pathFrom = authorityFrom;
        while (pathFrom < targetEnd && bytes[pathFrom] != '/' && bytes[pathFrom] != '?') {
            pathFrom++;
        }
        return scheme > 0 && pathFrom > authorityFrom;
    }

    private boolean begins(String scheme) {
        int end = targetFrom + scheme.length();
        return end <= targetEnd && Ascii.equalsIgnoringCase(bytes, targetFrom, end, scheme);
    }

    // What was read.

    /** Whether all of it has come; else the line's parts are empty. */
    public boolean isWhole() {
        return whole;
    }

    public Method method() {
        return method;
    }

    public int methodFrom() {
        return methodFrom;
    }

    public int methodEnd() {
        return methodEnd;
    }

    /** Where the path begins, its query included; at {@link #targetEnd} where an absolute target has none. */
    public int pathFrom() {
        return pathFrom;
    }

    public int targetEnd() {
        return targetEnd;
    }

    /** The path as it was sent, its query included; nothing where an absolute target has none. */
    public String path() {
        return text(pathFrom, targetEnd);
    }

    /** Whether the path, exactly as it was sent, begins like this. */
    public boolean isUnder(String path) {
        int end = pathFrom + path.length();
        return end <= targetEnd && Ascii.equals(bytes, pathFrom, end, path);
    }

    /** Whether the target names a host too, which then has to be that of the Host field. */
    public boolean isAbsolute() {
        return pathFrom > targetFrom;
    }

    /** The host that an absolute target names. */
    public String authority() {
        return text(authorityFrom, pathFrom);
    }

    public boolean isHttp11() {
        return http11;
    }

    public Framing framing() {
        return framing;
    }

    /** Whether anything follows the head. */
    public boolean hasBody() {
        return framing == Framing.CHUNKED || (framing == Framing.LENGTH && contentLength() > 0);
    }

    /** Whether the connection may carry another request after this one. */
    public boolean isKeptAlive() {
        return http11 && !lists(Field.CONNECTION, "close");
    }

    public boolean expectsContinue() {
        return http11 && lists(Field.EXPECT, "100-continue");
    }

    /** Whether whoever asks takes trailers of an answer, as gRPC does (RFC 9110 section 10.1.4). */
    public boolean takesTrailers() {
        return lists(Field.TE, "trailers");
    }

    /** Whether this asks to become a WebSocket, the only protocol that is let through (RFC 6455 section 4.1). */
    public boolean asksForWebSocket() {
        return count(Field.UPGRADE) > 0
                && http11
                && method == Method.GET
                && !hasBody()
                && is(Field.UPGRADE, "websocket")
                && lists(Field.CONNECTION, "upgrade")
                && count(Field.SEC_WEBSOCKET_KEY) == 1;
    }

    /** Whether sending it twice is the same as sending it once, and nothing of it is used up by sending. */
    public boolean isRepeatable() {
        return method.idempotent && !hasBody();
    }

    /** Whether a person follows a link, rather than a program asks. */
    public boolean isNavigation() {
        boolean reads = method == Method.GET || method == Method.HEAD;
        boolean page = false;
        for (int i = 0; reads && i < count(); i++) {
            page |= field(i) == Field.ACCEPT
                    && Ascii.containsIgnoringCase(bytes, valueFrom(i), valueEnd(i), "text/html");
        }
        return page;
    }
}
