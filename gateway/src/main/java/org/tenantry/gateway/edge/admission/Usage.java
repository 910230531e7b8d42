package org.tenantry.gateway.edge.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What somebody uses now: a tenant, a client of a tenant, or an address. Safe for any thread; each question costs one or two
 * atomic steps on figures that mostly one event loop touches. All times are nanoseconds of one clock.
 */
public final class Usage {
    private static final VarHandle CONNECTIONS = field("connections", int.class);
    private static final VarHandle REQUESTS = field("requests", int.class);
    private static final VarHandle DUE = field("due", long.class);
    private static final VarHandle RECEIVED = field("received", long.class);
    private static final VarHandle SENT = field("sent", long.class);

    private volatile int connections;
    private volatile int requests;
    private volatile long due = Long.MIN_VALUE / 2;
    /** When the next byte from here, and the next one to here, is due; moved only where that is bounded. */
    private volatile long received = Long.MIN_VALUE / 2;

    private volatile long sent = Long.MIN_VALUE / 2;

    /** Counts one more connection; false where there are so many already, and then it does not count. */
    boolean connect(int most) {
        return enter(CONNECTIONS, most);
    }

    /** Counts one more connection, however many there are. */
    void join() {
        CONNECTIONS.getAndAdd(this, 1);
    }

    /** The counterpart of {@link #connect} and {@link #join}. */
    void disconnect() {
        CONNECTIONS.getAndAdd(this, -1);
    }

    /** Counts one more request; false where there are too many already, or they come too fast. */
    public boolean begin(Allowance allowance, long now) {
        if (!enter(REQUESTS, allowance.requests())) {
            return false;
        }
        if (come(allowance.perSecond(), allowance.burst(), now)) {
            return true;
        }
        end();
        return false;
    }

    /** The counterpart of {@link #begin}. */
    public void end() {
        REQUESTS.getAndAdd(this, -1);
    }

    /** Whether something may come now that comes at most so fast. */
    public boolean come(int perSecond, int burst, long now) {
        while (true) {
            long before = due;
            long after = Pace.after(before, now, perSecond, burst);
            if (after == Pace.REFUSED) {
                return false;
            }
            if (DUE.weakCompareAndSet(this, before, after)) {
                return true;
            }
        }
    }

    /**
     * Bytes have come from here. After a silence as many may come at once as in a second.
     *
     * @return how long no more may come of the same body, in nanoseconds: several bodies come by turns
     */
    public long receive(long bytes, long perSecond, long now) {
        return count(RECEIVED, bytes, perSecond, now);
    }

    /** The same of bytes that go there. */
    public long send(long bytes, long perSecond, long now) {
        return count(SENT, bytes, perSecond, now);
    }

    private long count(VarHandle which, long bytes, long perSecond, long now) {
        while (true) {
            long before = (long) which.getVolatile(this);
            long after = Pace.afterBytes(before, now, bytes, perSecond);
            if (which.weakCompareAndSet(this, before, after)) {
                return Math.max(0, after - now - Pace.SECOND);
            }
        }
    }

    /** Whether nothing would be lost if it were forgotten. */
    public boolean isIdle(long now) {
        return connections == 0 && requests == 0 && due - now <= 0 && received - now <= 0 && sent - now <= 0;
    }

    public int connections() {
        return connections;
    }

    public int requests() {
        return requests;
    }

    private boolean enter(VarHandle count, int most) {
        if ((int) count.getAndAdd(this, 1) < most) {
            return true;
        }
        count.getAndAdd(this, -1);
        return false;
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Usage.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
