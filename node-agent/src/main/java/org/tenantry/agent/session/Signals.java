package org.tenantry.agent.session;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a session has to do next; signals of one kind collapse. May be raised from any thread, event loops included. */
final class Signals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private Due pending = Due.NOTHING;

    /**
     * @param orders ask for the verdicts
     * @param whole report everything
     * @param changes report what changed
     * @param over the session ends; empty text while it goes on
     */
    record Due(boolean orders, boolean whole, boolean changes, String over) {
        static final Due NOTHING = new Due(false, false, false, "");
    }

    void orders() {
        raise(new Due(true, false, false, ""));
    }

    void whole() {
        raise(new Due(false, true, false, ""));
    }

    void changes() {
        raise(new Due(false, false, true, ""));
    }

    void over(String why) {
        raise(new Due(false, false, false, why));
    }

    /** Waits until there is anything to do, and takes it. */
    Due await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pending.equals(Due.NOTHING)) {
                raised.await();
            }
            Due due = pending;
            pending = Due.NOTHING;
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void raise(Due more) {
        lock.lock();
        try {
            pending = new Due(
                    pending.orders || more.orders,
                    pending.whole || more.whole,
                    pending.changes || more.changes,
                    pending.over.isEmpty() ? more.over : pending.over);
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
