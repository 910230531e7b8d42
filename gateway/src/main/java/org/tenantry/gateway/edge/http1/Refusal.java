package org.tenantry.gateway.edge.http1;

/**
 * Why a request is not taken. Its connection is closed in any case; it is answered only where nobody could have read another
 * end of the request than we did.
 */
public enum Refusal {
    NONE(0, true, ""),
    MALFORMED_LINE(400, true, "malformed request line"),
    VERSION(505, true, "unknown version of HTTP"),
    LINE_TOO_LONG(414, true, "request line too long"),
    HEAD_TOO_LARGE(431, true, "head too large"),
    /** A control character, a CR or LF alone: where the next line begins depends on the reader. */
    BARE_CONTROL(400, false, "control character in head"),
    FOLDED(400, false, "folded line in head"),
    MALFORMED_FIELD(400, false, "malformed field in head"),
    LENGTH_AND_ENCODING(400, false, "Content-Length and Transfer-Encoding"),
    LENGTH(400, false, "Content-Length is not one number"),
    ENCODING(400, false, "Transfer-Encoding other than chunked"),
    OBSOLETE_HANDSHAKE(400, false, "obsolete WebSocket handshake"),
    HOST(400, true, "no host, or not one"),
    TARGET(400, true, "malformed target"),
    HOP_FIELDS(400, true, "too many names in Connection"),
    CONNECT(405, true, "CONNECT");

    private final int status;
    private final boolean answered;
    private final String why;

    Refusal(int status, boolean answered, String why) {
        this.status = status;
        this.answered = answered;
        this.why = why;
    }

    /** What it is answered with, and logged as. */
    public int status() {
        return status;
    }

    /** Whether it is answered at all. */
    public boolean isAnswered() {
        return answered;
    }

    /** For the log. */
    public String why() {
        return why;
    }
}
