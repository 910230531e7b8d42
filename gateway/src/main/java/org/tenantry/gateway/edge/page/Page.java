package org.tenantry.gateway.edge.page;

/** Everything that the edge answers by itself: a stable key for programs and texts, a status, and when to come again. */
public enum Page {
    /** No page: somebody else answers. */
    NONE("", 0, 0, false),
    MOVED("moved", 301, 0, false),
    MOVED_AS_IT_IS("moved-as-it-is", 308, 0, false),
    MISDIRECTED("misdirected", 421, 0, false),
    UNKNOWN_HOST("unknown-host", 421, 0, false),
    STARTING("starting", 503, 2, true),
    STOPPED("stopped", 503, 60, false),
    SLEEPING("sleeping", 503, 2, true),
    MAINTENANCE("maintenance", 503, 30, true),
    UNREACHABLE("unreachable", 503, 5, true),
    TOO_MANY_REQUESTS("too-many-requests", 429, 1, true),
    TOO_MANY_CONNECTIONS("too-many-connections", 503, 5, true),
    BUSY("busy", 503, 5, true),
    UPSTREAM_FAILED("upstream-failed", 502, 0, false),
    BAD_REQUEST("bad-request", 400, 0, false),
    TOO_LARGE("too-large", 413, 0, false),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, 0, false),
    TIMEOUT("timeout", 408, 0, false),
    URI_TOO_LONG("uri-too-long", 414, 0, false),
    HEAD_TOO_LARGE("head-too-large", 431, 0, false),
    VERSION("http-version", 505, 0, false),
    NO_WEBSOCKET("no-websocket", 501, 0, false);

    private final String key;
    private final int status;
    private final int retryAfterSeconds;
    private final boolean reloads;

    Page(String key, int status, int retryAfterSeconds, boolean reloads) {
        this.key = key;
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
        this.reloads = reloads;
    }

    /** The stable name. */
    public String key() {
        return key;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Seconds for {@code Retry-After}; 0 where coming again would change nothing. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Whether it only says where to go; it has no text. */
    public boolean isElsewhere() {
        return status == 301 || status == 308;
    }

    /** Whether the connection, where it is for one request at a time, ends with it. */
    public boolean closes() {
        return this == BAD_REQUEST || this == TOO_MANY_CONNECTIONS;
    }

    /** Whether the page for people loads again by itself. */
    boolean reloads() {
        return reloads;
    }

    /** The page for a refused head. */
    public static Page ofRefusal(int status) {
        return switch (status) {
            case 405 -> METHOD_NOT_ALLOWED;
            case 414 -> URI_TOO_LONG;
            case 431 -> HEAD_TOO_LARGE;
            case 505 -> VERSION;
            default -> BAD_REQUEST;
        };
    }
}
