package org.tenantry.agent.session;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Waits for what an event loop will answer; only on virtual threads. */
final class Answers {
    private Answers() {}

    /** The answer; a failure is the one exception of the project, UNAVAILABLE where it says nothing better. */
    static <T> T await(Future<T> future, Duration patience) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw TenantryException.of(ErrorCode.TIMEOUT, "no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof TenantryException known) {
                throw known;
            }
            String said = cause == null ? "" : cause.getMessage();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, said == null ? String.valueOf(cause) : said);
        }
    }
}
