package org.tenantry.gateway.edge.http1;

/**
 * The head of one request, where it was received. HTTP/1.1 from a client is read into it as it comes; a stream of HTTP/2
 * is written as a head of HTTP/1.1 first, so that there is one reader of all requests.
 */
public final class RequestHead extends FieldSection {
    private static final String VERSION = "HTTP/0.0\r";
    private static final int MOST_EMPTY_LINES = 2;

    private enum Line {
        BEFORE,
        BEFORE_LF,
        METHOD,
        TARGET,
        VERSION
    }

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

    private final int longestLine;
    private Line line = Line.BEFORE;
    private int emptyLines;
    private int methodFrom;
    private int methodEnd;
    private int targetFrom;
    private int targetEnd;
    private int versionFrom;
    private int authorityFrom;
    private int pathFrom;
    private boolean http11;
    private boolean whole;
    private Method method = Method.OTHER;
    private Framing framing = Framing.NONE;

    public RequestHead(int longestLine, int largest) {
        super(largest);
        this.longestLine = longestLine;
    }

    @Override
    public void reset() {
        super.reset();
        line = Line.BEFORE;
        emptyLines = 0;
        methodFrom = 0;
        methodEnd = 0;
        targetFrom = 0;
        targetEnd = 0;
        pathFrom = 0;
        authorityFrom = 0;
        whole = false;
    }

    // Reading.

    @Override
    protected boolean startLine() {
        while (true) {
            boolean done = lineStep();
            if (refusal() != Refusal.NONE) {
                return false;
            }
            if (at > longestLine) {
                refuse(Refusal.LINE_TOO_LONG);
                return false;
            }
            if (done || at == length) {
                return done;
            }
        }
    }

    private boolean lineStep() {
        switch (line) {
            case BEFORE -> readBefore();
            case BEFORE_LF -> line = expect('\n', Line.BEFORE);
            case METHOD -> readMethod();
            case TARGET -> readTarget();
            case VERSION -> {
                return readVersion();
            }
        }
        return false;
    }

    private void readBefore() {
        if (bytes[at] == '\r' && emptyLines++ < MOST_EMPTY_LINES) {
            at++;
            line = Line.BEFORE_LF;
        } else {
            methodFrom = at;
            line = Line.METHOD;
        }
    }

    private Line expect(char c, Line next) {
        if (bytes[at++] != c) {
            refuse(Refusal.MALFORMED_LINE);
        }
        return next;
    }

    private void readMethod() {
        while (at < length && Ascii.isToken(bytes[at])) {
            at++;
        }
        if (at < length) {
            methodEnd = at;
            line = expect(' ', Line.TARGET);
            targetFrom = at;
            if (methodEnd == methodFrom) {
                refuse(Refusal.MALFORMED_LINE);
            }
        }
    }

    private void readTarget() {
        while (at < length && Ascii.isVisible(bytes[at])) {
            at++;
        }
        if (at < length) {
            targetEnd = at;
            line = expect(' ', Line.VERSION);
            versionFrom = at;
            if (targetEnd == targetFrom) {
                refuse(Refusal.MALFORMED_LINE);
            }
        }
    }

    private boolean readVersion() {
        while (at < length && at - versionFrom < VERSION.length()) {
            char expected = VERSION.charAt(at - versionFrom);
            if (expected == '0' ? !Ascii.isDigit(bytes[at]) : bytes[at] != expected) {
                refuse(bytes[at] == '\n' ? Refusal.BARE_CONTROL : Refusal.MALFORMED_LINE);
                return false;
            }
            at++;
        }
        return at - versionFrom == VERSION.length() && knows(bytes[versionFrom + 5], bytes[versionFrom + 7]);
    }

    private boolean knows(byte major, byte minor) {
        http11 = minor == '1';
        if (major == '1' && (minor == '0' || minor == '1')) {
            return true;
        }
        refuse(Refusal.VERSION);
        return false;
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
