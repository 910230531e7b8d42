package org.tenantry.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * Virtual threads for blocking use cases, bounded per group so that one noisy tenant leaves the others their share: so many
 * run, so many more wait, and the rest is refused at once.
 */
final class Workers {
    private final int running;
    private final int admitted;
    private final Map<String, Group> groups = new HashMap<>();

    /**
     * @param running how many tasks of one group run at once
     * @param waiting how many more of them may wait
     */
    Workers(int running, int waiting) {
        this.running = running;
        this.admitted = running + waiting;
    }

    /** Runs a task on a virtual thread; the future completes on the given context. */
    <T> Future<T> run(Context context, String group, Callable<T> task) {
        Promise<T> promise = Promise.promise();
        Group entered;
        try {
            entered = enter(group);
        } catch (TenantryException full) {
            return Future.failedFuture(full);
        }
        Thread.ofVirtual().name("api").start(() -> {
            try {
                T result = call(entered, task);
                context.runOnContext(nothing -> promise.complete(result));
            } catch (Throwable failed) {
                context.runOnContext(nothing -> promise.fail(failed));
            } finally {
                leave(group, entered);
            }
        });
        return promise.future();
    }

    private static <T> T call(Group group, Callable<T> task) throws Exception {
        group.permits.acquire();
        try {
            return task.call();
        } finally {
            group.permits.release();
        }
    }

    private synchronized Group enter(String name) {
        Group group = groups.computeIfAbsent(name, unknown -> new Group(new Semaphore(running)));
        if (group.inside >= admitted) {
            throw TenantryException.of(
                    ErrorCode.TOO_MANY, "more than " + admitted + " requests at once; try again in a moment");
        }
        group.inside++;
        return group;
    }

    private synchronized void leave(String name, Group group) {
        if (--group.inside == 0) {
            groups.remove(name, group);
        }
    }

    private static final class Group {
        private final Semaphore permits;
        private int inside;

        private Group(Semaphore permits) {
            this.permits = permits;
        }
    }
}
