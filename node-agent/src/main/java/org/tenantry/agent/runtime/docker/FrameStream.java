package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.ByteFrames;

/**
 * Hands what the engine streams to a taker, one frame at a time: the next is read only when the taker has taken the last,
 * so a slow taker holds back the engine and at last the process, and nothing piles up here.
 */
final class FrameStream implements ResultCallback<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(FrameStream.class);

    private final ByteFrames taker;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Closeable>> stream = new AtomicReference<>(Optional.empty());
    private volatile boolean cancelled;

    FrameStream(ByteFrames taker) {
        this.taker = taker;
    }

    @Override
    public void onStart(Closeable opened) {
        stream.set(Optional.of(opened));
        if (cancelled) {
            close();
        }
    }

    @Override
    public void onNext(Frame frame) {
        if (cancelled || frame.getPayload() == null) {
            return;
        }
        boolean error = frame.getStreamType() == StreamType.STDERR;
        taker.take(error ? ByteFrames.Channel.ERROR : ByteFrames.Channel.OUTPUT, frame.getPayload());
    }

    @Override
    public void onError(Throwable thrown) {
        if (!cancelled) {
            failure.compareAndSet(Optional.empty(), Optional.of(thrown));
        }
        end.countDown();
    }

    @Override
    public void onComplete() {
        end.countDown();
    }

    /** Whether it ended in that time. */
    boolean ended(Duration timeout) throws InterruptedException {
        return end.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the end and tells what went wrong, if anything did. */
    void await() throws InterruptedException {
        end.await();
        if (failure.get().isPresent()) {
            throw Faults.of(failure.get().get());
        }
    }

    /** Takes no more; the thread that reads ends as soon as the taker lets it go. */
    @Override
    public void close() {
        cancelled = true;
        stream.get().ifPresent(opened -> {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.debug("a stream of the engine did not close", e);
            }
        });
        end.countDown();
    }
}
