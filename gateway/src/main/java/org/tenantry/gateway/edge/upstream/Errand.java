package org.tenantry.gateway.edge.upstream;

import java.time.Duration;
import org.tenantry.common.instance.Load;

/**
 * One request under way to an endpoint: from the choice of the endpoint to the end of the answer, or of the tunnel that it
 * became. Errands to the same endpoint are linked in a ring, so that to begin or end one costs next to nothing and a loop
 * that is asked can tell what all of them are. Confined to its event loop.
 */
public final class Errand {
    /** An answer that doesn't say how long it is counts as a stream when it has lasted so long. */
    static final long A_WHILE = Duration.ofSeconds(2).toNanos();

    private Errand before = this;
    private Errand after = this;
    private boolean endless;
    private boolean tunnel;
    private long endlessSince;

    /** Enters the ring of an endpoint; it leaves the one that it was in. */
    void enter(Errand ring) {
        end();
        before = ring.before;
        after = ring;
        before.after = this;
        ring.before = this;
    }

    /** It is over. May be said more than once. */
    public void end() {
        before.after = after;
        after.before = before;
        before = this;
        after = this;
        endless = false;
        tunnel = false;
    }

    /** Its answer has begun, and doesn't say how long it is. */
    public void isEndless(long now) {
        endless = true;
        endlessSince = now;
    }

    /** It has become a tunnel. */
    public void isTunnel() {
        tunnel = true;
    }

    /** Whether nobody else is in this ring. */
    boolean isAlone() {
        return after == this;
    }

    /** What the others in this ring are. */
    Load others(long now) {
        int requests = 0;
        int streams = 0;
        for (Errand one = after; one != this; one = one.after) {
            if (one.isStream(now)) {
                streams++;
            } else {
                requests++;
            }
        }
        return new Load(false, requests, streams);
    }

    private boolean isStream(long now) {
        return tunnel || (endless && now - endlessSince >= A_WHILE);
    }
}
