package org.tenantry.common.control;

import java.time.Duration;

/** How long to wait before trying again: doubling from the first wait up to the longest. */
public record Backoff(Duration first, Duration longest) {

    /** The wait after so many failures in a row, counted from 1; none before the first. */
    public Duration after(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - 1, 30);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
