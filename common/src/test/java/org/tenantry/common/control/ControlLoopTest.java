package org.tenantry.common.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlLoopTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void passesAtOnceAndAfterEachSignal() throws InterruptedException {
        Semaphore passes = new Semaphore(0);
        try (ControlLoop loop = ControlLoop.start("test", NEVER, passes::release)) {
            passes.acquire();
            loop.signal();
            passes.acquire();
        }
    }

    @Test
    void passesOncePerIntervalWithoutAnySignal() throws InterruptedException {
        Semaphore passes = new Semaphore(0);
        try (ControlLoop loop = ControlLoop.start("test", Duration.ofMillis(1), passes::release)) {
            passes.acquire(3);
            assertThat(loop.toString()).contains("test");
        }
    }

    @Test
    void signalsDuringAPassCollapseIntoOneMorePass() throws InterruptedException {
        AtomicInteger passes = new AtomicInteger();
        CountDownLatch inFirst = new CountDownLatch(1);
        CountDownLatch signalled = new CountDownLatch(1);
        Semaphore ended = new Semaphore(0);
        try (ControlLoop loop = ControlLoop.start("test", NEVER, () -> {
            if (passes.incrementAndGet() == 1) {
                inFirst.countDown();
                signalled.await();
            }
            ended.release();
        })) {
            inFirst.await();
            loop.signal();
            loop.signal();
            loop.signal();
            signalled.countDown();
            ended.acquire(2);

            assertThat(ended.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void aPassThatThrowsIsFollowedByAnother() throws InterruptedException {
        Semaphore passes = new Semaphore(0);
        try (ControlLoop loop = ControlLoop.start("test", NEVER, () -> {
            passes.release();
            throw new IllegalStateException("one of these is part of the test");
        })) {
            passes.acquire();
            loop.signal();
            passes.acquire();
        }
    }

    @Test
    void closingWaitsForThePassUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        ControlLoop loop = ControlLoop.start("test", NEVER, () -> {
            begun.countDown();
            Thread.yield();
            ended.incrementAndGet();
        });
        begun.await();

        loop.close();

        assertThat(ended).hasValue(1);
    }

    @Test
    void aLoopThatNeverBeganCloses() {
        AtomicInteger passes = new AtomicInteger();

        ControlLoop.of("test", NEVER, passes::incrementAndGet).close();

        assertThat(passes).hasValue(0);
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

        assertThat(backoff.after(0)).isEqualTo(Duration.ZERO);
        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.after(4)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.after(5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
    }
}
