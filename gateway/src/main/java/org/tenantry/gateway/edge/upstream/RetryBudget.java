package org.tenantry.gateway.edge.upstream;

/**
 * How many requests may be sent again: one in ten, and a few more at the beginning. Endpoints that fail all the time must not
 * get twice the load for it.
 */
public final class RetryBudget {
    private static final int COST = 10;
    private static final int MOST = 20 * COST;

    private int saved = MOST;

    /** A request came. */
    public void earn() {
        if (saved < MOST) {
            saved++;
        }
    }

    /** Whether one may be sent again; then it is paid for. */
    public boolean spend() {
        boolean enough = saved >= COST;
        saved -= enough ? COST : 0;
        return enough;
    }
}
