package org.tenantry.common.control;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;

/** Where blocking work goes: a virtual thread of its own, never an event loop. */
public final class Blocking {
    private Blocking() {}

    /** Runs the work on a virtual thread; its result completes the future there. */
    public static <T> Future<T> call(String name, Callable<T> work) {
        Promise<T> promise = Promise.promise();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                promise.complete(work.call());
            } catch (Throwable failure) {
                promise.fail(failure);
            }
        });
        return promise.future();
    }

    /** Waits for a future on a virtual thread; its failure is thrown as it is. */
    public static <T> T await(Future<T> future) {
        return Future.await(future);
    }
}
