package org.tenantry.gateway.edge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop wait for. Those that wait for one kind of thing wait equally long, so they stand in
 * line in the order of their ends: setting a deadline is a few assignments, and whoever looks sees the next one first.
 * Deadlines are missed a little late, never early. Confined to the event loop.
 */
final class Deadlines {
    /** What is waited for. */
    enum Kind {
        /** The rest of a head. */
        HEAD,
        /** Another request. */
        KEEP_ALIVE,
        /** More of a body. */
        BODY,
        /** A client that takes what was written. */
        UNREAD,
        /** The end of a sender that was refused. */
        LINGER
    }

    /** The one thing that a connection waits for now. */
    abstract static class Waiter {
        private @Nullable Line line;
        private @Nullable Waiter earlier;
        private @Nullable Waiter later;
        private long since;

        /** It didn't come. */
        abstract void missed(Kind kind);
    }

    private static final class Line {
        private final Kind kind;
        private final long bound;
        private @Nullable Waiter first;
        private @Nullable Waiter last;

        Line(Kind kind, Duration bound) {
            this.kind = kind;
            this.bound = bound.toNanos();
        }
    }

    private final Line[] lines;

    Deadlines(EdgeSettings.Timeouts timeouts) {
        lines = new Line[] {
            new Line(Kind.HEAD, timeouts.head()),
            new Line(Kind.KEEP_ALIVE, timeouts.keepAlive()),
            new Line(Kind.BODY, timeouts.bodyIdle()),
            new Line(Kind.UNREAD, timeouts.unread()),
            new Line(Kind.LINGER, timeouts.linger())
        };
    }

    /** Waits for this from now on, and for nothing else. */
    void set(Waiter waiter, Kind kind, long now) {
        clear(waiter);
        Line line = lines[kind.ordinal()];
        Waiter last = line.last;
        waiter.line = line;
        waiter.since = now;
        waiter.earlier = last;
        line.last = waiter;
        if (last == null) {
            line.first = waiter;
        } else {
            last.later = waiter;
        }
    }

    /** Waits for nothing any more. */
    void clear(Waiter waiter) {
        Line line = waiter.line;
        if (line == null) {
            return;
        }
        Waiter earlier = waiter.earlier;
        Waiter later = waiter.later;
        if (earlier == null) {
            line.first = later;
        } else {
            earlier.later = later;
        }
        if (later == null) {
            line.last = earlier;
        } else {
            later.earlier = earlier;
        }
        waiter.line = null;
        waiter.earlier = null;
        waiter.later = null;
    }

    /** Tells those whose time is over. */
    void check(long now) {
        for (Line line : lines) {
            Waiter first = line.first;
            while (first != null && now - first.since >= line.bound) {
                clear(first);
                first.missed(line.kind);
                first = line.first;
            }
        }
    }
}
