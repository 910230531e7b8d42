package org.tenantry.gateway.edge.http1;

/** Reads the first line of a request: exactly three words with one space between them (RFC 9112 section 3). */
abstract class RequestLine extends FieldSection {
    /** A zero stands for any digit. */
    private static final String VERSION = "HTTP/0.0\r";

    private static final int MOST_EMPTY_LINES = 2;

    private enum Line {
        BEFORE,
        BEFORE_LF,
        METHOD,
        TARGET,
        VERSION
    }

    private final int longestLine;
    private Line line = Line.BEFORE;
    private int emptyLines;
    private int versionFrom;
    protected int methodFrom;
    protected int methodEnd;
    protected int targetFrom;
    protected int targetEnd;
    protected boolean http11;

    RequestLine(int longestLine, int largest) {
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
    }

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
        at = Spans.endOfTarget(bytes, at, length);
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
}
