package org.tenantry.gateway.edge.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Load;

/**
 * The unused connections to one endpoint, the one used last on top, and what was learned of how long the other side keeps
 * them: a request must not meet a connection that is just being closed. And what is under way there. Confined to its event
 * loop.
 */
final class RestingPlace {
    /** A connection closed after less was not closed for resting. */
    private static final long SHORTEST_LESSON = 500_000_000L;

    private final Deque<UpstreamConnection> resting = new ArrayDeque<>();
    private final Errand underWay = new Errand();
    private final int most;
    private final long usualRest;
    private long mostRest;
    private boolean retired;

    RestingPlace(int most, long usualRest) {
        this.most = most;
        this.usualRest = usualRest;
        this.mostRest = usualRest;
    }

    /** Counts an errand as under way to this endpoint. */
    void count(Errand errand) {
        errand.enter(underWay);
    }

    /** What is under way. */
    Load load(long now) {
        return underWay.others(now);
    }

    boolean isInUse() {
        return !underWay.isAlone();
    }

    /** The one that was used last; none where even that has rested too long. */
    @Nullable
    UpstreamConnection take(long now, long longest) {
        while (true) {
            UpstreamConnection last = resting.peekLast();
            if (last == null || last.hasRested(now, Math.min(mostRest, longest))) {
                return null;
            }
            resting.removeLast();
            if (last.channel().isActive()) {
                return last;
            }
        }
    }

    /** Keeps it if there is room. */
    boolean keep(UpstreamConnection connection) {
        if (retired || resting.size() >= most) {
            return false;
        }
        resting.addLast(connection);
        return true;
    }

    /** Closes what has rested long enough; says whether nothing is left that would be worth keeping. */
    boolean sweep(long now) {
        UpstreamConnection first = resting.peekFirst();
        while (first != null
                && (first.hasRested(now, mostRest) || !first.channel().isActive())) {
            resting.removeFirst();
            first.channel().close();
            first = resting.peekFirst();
        }
        retired = resting.isEmpty() && mostRest == usualRest && !isInUse();
        return retired;
    }

    int size() {
        return resting.size();
    }

    /** Whether it has been given up: nothing rests here again. */
    boolean isRetired() {
        return retired;
    }

    /** Nothing leads here any more. What is under way goes on, and is known here until it is over. */
    void retire() {
        retired = !isInUse();
        mostRest = usualRest;
        for (UpstreamConnection one : resting) {
            one.channel().close();
        }
        resting.clear();
    }

    /** The other side closed a connection that may have been resting here. */
    void closedByOther(UpstreamConnection connection, long now) {
        long rested = now - connection.restingSince();
        if (resting.remove(connection) && rested >= SHORTEST_LESSON) {
            mostRest = Math.min(mostRest, rested * 3 / 4);
        }
    }
}
