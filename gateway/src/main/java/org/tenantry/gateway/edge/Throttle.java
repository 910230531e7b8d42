package org.tenantry.gateway.edge;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.admission.Usage;

/**
 * Slows the bodies of one request to what its tenant and its client may have in a second, each direction by itself. Bytes
 * count when they have been read; whoever has read too many reads no more until their turn has come, so that bodies of one
 * tenant go by turns, a read each. Confined to its event loop.
 */
final class Throttle {
    /** Less is no reason to wait: it is made good with what comes next. */
    private static final long LEAST_NANOS = 1_000_000;

    private final LoopContext loop;
    private final Usage tenant;
    private final Usage client;
    private final long ofTenant;
    private final long ofClient;
    private final Turn receiving = new Turn();
    private final Turn sending = new Turn();
    private Slowed slowed;

    private Throttle(LoopContext loop, RouteRules rules, Usage tenant, Usage client, Slowed slowed) {
        this.loop = loop;
        this.tenant = tenant;
        this.client = client;
        this.ofTenant = rules.tenant().bandwidth();
        this.ofClient = rules.client().bandwidth();
        this.slowed = slowed;
    }

    /** Whoever reads bodies. */
    interface Slowed {
        /** More may be read from the client. */
        void receiveOn();

        /** More may be read for the client. */
        void sendOn();
    }

    /** What slows a request by these rules; null where nothing does, or where nobody counts it. */
    static @Nullable Throttle of(LoopContext loop, RouteRules rules, AccessRecord record, Slowed slowed) {
        Usage tenant = record.tenant();
        Usage client = record.client();
        return rules.slows() && tenant != null && client != null
                ? new Throttle(loop, rules, tenant, client, slowed)
                : null;
    }

    /** Tells somebody else from now on. */
    void tell(Slowed other) {
        slowed = other;
    }

    /** So many bytes came from the client; none only asks whether others have used up what there is. */
    void received(long bytes) {
        long now = loop.nanos();
        long wait = ofTenant > 0 ? tenant.receive(bytes, ofTenant, now) : 0;
        receiving.await(ofClient > 0 ? Math.max(wait, client.receive(bytes, ofClient, now)) : wait, now);
    }

    /** The same of bytes that go to the client. */
    void sent(long bytes) {
        long now = loop.nanos();
        long wait = ofTenant > 0 ? tenant.send(bytes, ofTenant, now) : 0;
        sending.await(ofClient > 0 ? Math.max(wait, client.send(bytes, ofClient, now)) : wait, now);
    }

    /** Whether nothing more is to be read from the client. */
    boolean holdsRequest() {
        return receiving.timer != null;
    }

    /** Whether nothing more is to be read for the client. */
    boolean holdsAnswer() {
        return sending.timer != null;
    }

    private void tellTurn(Turn come) {
        if (come == receiving) {
            slowed.receiveOn();
        } else {
            slowed.sendOn();
        }
    }

    /** Nobody is to be told any more. */
    void stop() {
        receiving.stop();
        sending.stop();
    }

    /** Until when one direction waits. */
    private final class Turn implements Runnable {
        private @Nullable Future<?> timer;
        private long due;

        void await(long nanos, long now) {
            if (nanos >= LEAST_NANOS) {
                due = now + nanos;
                if (timer == null) {
                    schedule(nanos);
                }
            }
        }

        private void schedule(long nanos) {
            timer = loop.loop.schedule(this, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            timer = null;
            long left = due - loop.nanos();
            if (left >= LEAST_NANOS) {
                schedule(left);
            } else {
                tellTurn(this);
            }
        }

        void stop() {
            Future<?> set = timer;
            timer = null;
            if (set != null) {
                set.cancel(false);
            }
        }
    }
}
