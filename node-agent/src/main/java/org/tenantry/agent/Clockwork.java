package org.tenantry.agent;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tenantry.agent.worker.Alarm;

/** The agent's one timer: it only signals. */
final class Clockwork implements Alarm, AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Clockwork() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("alarm").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Bell in(Duration wait, Runnable call) {
        try {
            Future<?> set = timer.schedule(call, Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
            return () -> set.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
