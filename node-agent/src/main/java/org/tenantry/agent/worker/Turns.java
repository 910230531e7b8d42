package org.tenantry.agent.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets only so many containers of a node be made or started at a time, first come, first served. To start one costs an
 * engine most of a core for a third of a second: many at once end no sooner all together, and the first of them much later.
 * A turn that takes too long no longer counts, so that one container that hangs holds up nobody else's.
 */
final class Turns {
    static final Duration LONGEST = Duration.ofSeconds(3);

    private final Alarm alarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int free;

    /** @param atOnce how many turns run at a time, at least 1 */
    Turns(int atOnce, Alarm alarm) {
        this.free = Math.max(1, atOnce);
        this.alarm = alarm;
    }

    /** Takes the next place in the queue, without waiting. */
    Turn queue() {
        Turn turn = new Turn();
        lock.lock();
        try {
            waiting.add(turn);
        } finally {
            lock.unlock();
        }
        next();
        return turn;
    }

    private void next() {
        lock.lock();
        try {
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                waiting.remove().begin();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The turn of what need not queue. */
    Turn free() {
        Turn turn = new Turn();
        turn.come.complete(true);
        return turn;
    }

    /** One place in the queue, then one of those that run. Closed in any case, whether it came or not. */
    final class Turn implements AutoCloseable {
        private final CompletableFuture<Boolean> come = new CompletableFuture<>();
        private Alarm.Bell bell = () -> {};
        private boolean running;

        /** Waits for it; false where it was given up before it came. */
        boolean await() throws InterruptedException {
            try {
                return come.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /** Leaves the queue; one that runs is not affected. */
        void giveUp() {
            lock.lock();
            try {
                waiting.remove(this);
                come.complete(false);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            giveUp();
            end();
        }

        private void begin() {
            running = true;
            bell = alarm.in(LONGEST, this::end);
            come.complete(true);
        }

        private void end() {
            lock.lock();
            try {
                bell.cancel();
                free += running ? 1 : 0;
                running = false;
            } finally {
                lock.unlock();
            }
            next();
        }
    }
}
