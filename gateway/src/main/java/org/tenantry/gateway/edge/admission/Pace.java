package org.tenantry.gateway.edge.admission;

/**
 * How fast something may come, by the generic cell rate algorithm (ITU-T I.371, annex A): one point in time per source says
 * when the next event would be due if they came evenly; an event may come earlier by as much as the burst allows. Pure.
 */
final class Pace {
    /** Where an event may not come now. */
    static final long REFUSED = Long.MIN_VALUE;

    static final long SECOND = 1_000_000_000L;

    private Pace() {}

    /**
     * When the next event is due after one that comes now.
     *
     * @param due when this one was due, in nanoseconds of the same clock as {@code now}
     * @param perSecond at least 1
     * @param burst how many may come at once after a silence; at least 1
     * @return {@link #REFUSED} where it comes too early
     */
    static long after(long due, long now, int perSecond, int burst) {
        long interval = SECOND / perSecond;
        long next = (due - now > 0 ? due : now) + interval;
        return next - now > interval * burst ? REFUSED : next;
    }

    /**
     * When the next byte is due after some that have come already, however early they were.
     *
     * @param due when the first of them was due
     * @param bytes how many; at most some megabytes
     */
    static long afterBytes(long due, long now, long bytes, long perSecond) {
        return (due - now > 0 ? due : now) + bytes * SECOND / perSecond;
    }
}
