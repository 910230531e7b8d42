package org.tenantry.gateway.edge.http2;

/**
 * How much of something one connection may ask for that costs us more than it: an account that time fills up to a bound, and
 * what is done for the connection beside it. Who overdraws it floods us.
 */
final class Budget {
    private static final long SECOND = 1_000_000_000L;

    private final int most;
    private final int perSecond;
    private long left;
    private long earnedUntil;

    Budget(int most, int perSecond, long now) {
        this.most = most;
        this.perSecond = perSecond;
        this.left = most;
        this.earnedUntil = now;
    }

    /** Something was done that asks for so many more, up to the bound. */
    void earn(int more) {
        if (left < most) {
            left = Math.min(most, left + more);
        }
    }

    /** The same where the client may come back to it any time later. */
    void keep(int more) {
        left += more;
    }

    /** One came; says whether it is within bounds. */
    boolean spend(long now) {
        long seconds = (now - earnedUntil) / SECOND;
        if (seconds > 0) {
            earnedUntil += seconds * SECOND;
            left = Math.max(left, Math.min(most, left + seconds * perSecond));
        }
        return left-- > 0;
    }
}
