package org.tenantry.gateway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Does the same on several threads, all beginning at once. */
final class Together {
    private Together() {}

    /** What each of them answered. */
    static <T> List<T> run(int threads, IntFunction<T> work) throws Exception {
        CountDownLatch start = new CountDownLatch(threads);
        List<Future<T>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int thread = i;
                Callable<T> task = () -> {
                    start.countDown();
                    start.await();
                    return work.apply(thread);
                };
                running.add(executor.submit(task));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : running) {
                answers.add(future.get(2, TimeUnit.MINUTES));
            }
            return answers;
        }
    }
}
