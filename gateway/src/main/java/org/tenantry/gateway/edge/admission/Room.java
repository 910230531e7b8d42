package org.tenantry.gateway.edge.admission;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room that the requests for one instance have while they wait for it, on all event loops together. Safe for any thread;
 * times are nanoseconds of one clock.
 */
public final class Room {
    private final long since;
    private volatile long asked;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Usage released = new Usage();

    /** @param since when the first request began to wait */
    public Room(long since) {
        this.since = since;
        this.asked = since;
    }

    /** How long there has been waiting, in nanoseconds. */
    public long age(long now) {
        return now - since;
    }

    /** Whether nobody waits, and nobody has asked for so many nanoseconds: what they waited for then is over. */
    public boolean isForgotten(long now, long silence) {
        return requests.get() == 0 && now - asked > silence;
    }

    /** Somebody asks for it. */
    public void ask(long now) {
        asked = now;
    }

    /** Takes one more request of so many bytes in; false where it has no room, and then it does not count. */
    public boolean enter(long size, int mostRequests, long mostBytes) {
        if (requests.incrementAndGet() <= mostRequests && grow(size, mostBytes)) {
            return true;
        }
        requests.decrementAndGet();
        return false;
    }

    /** A request that waits has become larger; false where that is too much, and then it does not count. */
    public boolean grow(long size, long mostBytes) {
        if (bytes.addAndGet(size) <= mostBytes) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /** A request of so many bytes waits no longer. */
    public void leave(long size) {
        requests.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Whether one more may go to the instance now: evenly, so that what has just come up is not overrun. */
    public boolean release(int perSecond, long now) {
        return released.come(perSecond, 1, now);
    }

    /** How many wait. */
    public int requests() {
        return requests.get();
    }
}
