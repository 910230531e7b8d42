package org.tenantry.gateway.edge;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thing that a connection waits for now, and what happens if it doesn't come. Confined to its event loop. */
final class Deadline {
    private final EventLoop loop;
    private @Nullable ScheduledFuture<?> running;

    Deadline(EventLoop loop) {
        this.loop = loop;
    }

    void set(Duration bound, Runnable missed) {
        clear();
        running = loop.schedule(missed, bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    void clear() {
        ScheduledFuture<?> old = running;
        if (old != null) {
            old.cancel(false);
            running = null;
        }
    }
}
