package org.tenantry.gateway.edge.http1;

/** The head of one answer, where it was received. */
public final class ResponseHead extends FieldSection {
    private static final int LARGEST = 64 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    /** A digit stands for any digit. */
    private static final String START = "HTTP/1.0 000";

    private boolean http11;
    private int status;
    private int reasonFrom;
    private int reasonEnd;
    private boolean alone;

    public ResponseHead() {
        super(LARGEST);
    }

    @Override
    public void reset() {
        super.reset();
        alone = false;
    }

    /** The protocol that it came by says that nothing follows, whatever the head says. */
    public void standsAlone() {
        alone = true;
    }

    /** Whether it is known, apart from what it says, that nothing follows. */
    public boolean isAlone() {
        return alone;
    }

    @Override
    protected boolean startLine() {
        while (at < length && at < START.length()) {
            char expected = START.charAt(at);
            if (expected == '0' ? !Ascii.isDigit(bytes[at]) : bytes[at] != expected) {
                refuse(Refusal.MALFORMED_LINE);
                return false;
            }
            at++;
        }
        return at >= START.length() && reason();
    }

    private boolean reason() {
        while (at < length && Ascii.isValue(bytes[at])) {
            at++;
        }
        if (at > LONGEST_LINE) {
            refuse(Refusal.LINE_TOO_LONG);
        } else if (at < length) {
            if (bytes[at] == '\r' && understood(at)) {
                at++;
                return true;
            }
            refuse(Refusal.MALFORMED_LINE);
        }
        return false;
    }

    private boolean understood(int end) {
        http11 = bytes[7] == '1';
        status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        reasonFrom = Math.min(START.length() + 1, end);
        reasonEnd = end;
        boolean spaced = end == START.length() || bytes[START.length()] == ' ';
        return spaced && status >= 100 && (http11 || bytes[7] == '0');
    }

    public int status() {
        return status;
    }

    /** Where the words after the status begin; they may be none. */
    public int reasonFrom() {
        return reasonFrom;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    /** Where its body ends. */
    public Framing framing(boolean toHead) {
        return Framing.ofResponse(said(http11), toHead, status);
    }

    /** Whether the connection may carry another request. */
    public boolean isKeptAlive() {
        return http11 ? !lists(Field.CONNECTION, "close") : lists(Field.CONNECTION, "keep-alive");
    }

    /** Whether a change of protocol is one to WebSocket. */
    public boolean becomesWebSocket() {
        return status == 101 && is(Field.UPGRADE, "websocket") && count(Field.TRANSFER_ENCODING) == 0;
    }

    /** How long the other side keeps an unused connection ({@code Keep-Alive: timeout=5}), in seconds; -1 if not told. */
    public int keepAliveSeconds() {
        if (count(Field.KEEP_ALIVE) == 0) {
            return -1;
        }
        Words words = new Words(this, Field.KEEP_ALIVE);
        while (words.next()) {
            int number = words.from() + "timeout=".length();
            if (number < words.end() && Ascii.equalsIgnoringCase(bytes, words.from(), number, "timeout=")) {
                return seconds(number, words.end());
            }
        }
        return -1;
    }

    private int seconds(int from, int end) {
        int number = 0;
        for (int i = from; i < end; i++) {
            if (!Ascii.isDigit(bytes[i]) || i - from > 6) {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
