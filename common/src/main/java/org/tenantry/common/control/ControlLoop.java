package org.tenantry.common.control;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the whole state again and again: soon after a signal, at least once per interval, one pass at a time. Signals
 * collapse, and a lost one costs an interval, never correctness. A pass that throws is told once and tried again at the next
 * interval. Passes run on a virtual thread and may block.
 */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** One look at the whole state. */
    @FunctionalInterface
    public interface Pass {
        void run() throws Exception;
    }

    private final String name;
    private final Duration interval;
    private final Pass pass;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Thread thread;
    private boolean signalled = true;
    private boolean closed;

    private ControlLoop(String name, Duration interval, Pass pass) {
        this.name = name;
        this.interval = interval;
        this.pass = pass;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** Starts a loop; its first pass comes at once. */
    public static ControlLoop start(String name, Duration interval, Pass pass) {
        ControlLoop loop = of(name, interval, pass);
        loop.begin();
        return loop;
    }

    /** A loop that waits for {@link #begin}, for owners that hand out themselves. */
    public static ControlLoop of(String name, Duration interval, Pass pass) {
        return new ControlLoop(name, interval, pass);
    }

    /** Starts it, once; its first pass comes at once. */
    public void begin() {
        thread.start();
    }

    /** Makes the next pass come at once. May be called from any thread, event loops included. */
    public void signal() {
        lock.lock();
        try {
            signalled = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loop: waits for a pass under way, and interrupts it where it takes too long. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
        boolean elsewhere = Thread.currentThread() != thread && thread.getState() != Thread.State.NEW;
        if (elsewhere && !joined()) {
            thread.interrupt();
            joined();
        }
    }

    private boolean joined() {
        try {
            return thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        while (awaitTurn()) {
            try {
                pass.run();
            } catch (InterruptedException closing) {
                LOG.debug("{}: a pass was interrupted", name);
            } catch (Throwable failure) {
                if (!isClosed()) {
                    LOG.warn("{}: a pass failed and will be tried again", name, failure);
                }
            }
        }
    }

    /** Waits for a signal or the interval; false once closed. */
    private boolean awaitTurn() {
        lock.lock();
        try {
            long left = interval.toNanos();
            while (!signalled && !closed && left > 0) {
                left = wake.awaitNanos(left);
            }
            signalled = false;
            return !closed;
        } catch (InterruptedException interrupted) {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return name + " every " + TimeUnit.NANOSECONDS.toMillis(interval.toNanos()) + " ms";
    }
}
