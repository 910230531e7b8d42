package org.tenantry.agent.runtime.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Does the same with many things at once, on virtual threads, as many at a time as there are permits. */
final class Together {
    private Together() {}

    static <T, R> List<R> map(List<T> things, Semaphore permits, Function<T, R> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> answers = things.stream()
                    .map(thing -> threads.submit(() -> permitted(permits, () -> work.apply(thing))))
                    .toList();
            List<R> done = new ArrayList<>();
            for (Future<R> answer : answers) {
                done.add(answer.get());
            }
            return done;
        } catch (ExecutionException failure) {
            throw Faults.of(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the calls to the engine were interrupted");
        }
    }

    private static <R> R permitted(Semaphore permits, Callable<R> work) throws Exception {
        permits.acquire();
        try {
            return work.call();
        } finally {
            permits.release();
        }
    }
}
