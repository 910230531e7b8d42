package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** One pull under way: tells its progress, and gives up when there is none. */
final class Pull implements ResultCallback<PullResponseItem> {
    private static final int SERVER_ERROR = 500;

    private final String image;
    private final Consumer<String> progress;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong steps = new AtomicLong();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Closeable>> stream = new AtomicReference<>(Optional.empty());
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Pull(String image, Consumer<String> progress) {
        this.image = image;
        this.progress = progress;
    }

    /** Waits for the end; what went wrong, if anything did. */
    Optional<Throwable> await(Duration stall) {
        try {
            long seen = -1;
            while (!end.await(stall.toMillis(), TimeUnit.MILLISECONDS)) {
                if (seen == steps.get()) {
                    close();
                    return Optional.of(TenantryException.of(
                            ErrorCode.UNAVAILABLE,
                            "pulling " + image + " made no progress for " + stall.toSeconds() + " s"));
                }
                seen = steps.get();
            }
            return failure.get();
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            return Optional.of(TenantryException.of(ErrorCode.UNAVAILABLE, "pulling " + image + " was interrupted"));
        }
    }

    @Override
    public void onStart(Closeable opened) {
        stream.set(Optional.of(opened));
    }

    @Override
    public void onNext(PullResponseItem item) {
        steps.incrementAndGet();
        if (item.getErrorDetail() != null) {
            String message = String.valueOf(item.getErrorDetail().getMessage());
            failure.set(Optional.of(new DockerException(message, SERVER_ERROR)));
            return;
        }
        tell(Objects.requireNonNullElse(item.getId(), ""), Objects.requireNonNullElse(item.getStatus(), ""));
    }

    /** Once per layer and kind of step, not per byte: progress goes over the bus and into an operation's row. */
    private void tell(String layer, String status) {
        if (!status.isEmpty() && told.add(layer + " " + status)) {
            progress.accept(image + ": " + (layer + " " + status).strip());
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failure.compareAndSet(Optional.empty(), Optional.of(thrown));
        end.countDown();
    }

    @Override
    public void onComplete() {
        end.countDown();
    }

    @Override
    public void close() {
        stream.get().ifPresent(opened -> {
            try {
                opened.close();
            } catch (IOException alreadyGone) {
                end.countDown();
            }
        });
    }
}
