package org.tenantry.gateway.edge.http2;

/**
 * How many frames that carry no request one connection may send: settings, pings, priorities and what we don't know. Each
 * costs an answer or a look. Requests earn some, time earns some, and what is over is a flood (CVE-2019-9512, -9515).
 */
final class FrameBudget {
    private static final int MOST = 400;
    private static final int PER_SECOND = 20;
    private static final int PER_REQUEST = 4;
    private static final long SECOND = 1_000_000_000L;

    private int left = MOST;
    private long earnedUntil;

    FrameBudget(long now) {
        earnedUntil = now;
    }

    /** A request came. */
    void earn() {
        left = Math.min(MOST, left + PER_REQUEST);
    }

    /** One such frame came; says whether it is within bounds. */
    boolean spend(long now) {
        long seconds = (now - earnedUntil) / SECOND;
        if (seconds > 0) {
            earnedUntil += seconds * SECOND;
            left = (int) Math.min(MOST, left + seconds * PER_SECOND);
        }
        return left-- > 0;
    }
}
