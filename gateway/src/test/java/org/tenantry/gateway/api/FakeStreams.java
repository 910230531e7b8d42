package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.gateway.instances.Streams;

/** Containers that print one line and run commands that end with 7. */
public final class FakeStreams implements Streams {
    private final Vertx vertx;
    final AtomicInteger cancelled = new AtomicInteger();

    public FakeStreams(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<Opened> logs(InstanceId instance, ReplicaKey replica, LogOptions options) {
        return replica.number() > 1
                ? Future.failedFuture(TenantryException.notFound("replica", replica.toString()))
                : opened("line of " + replica + "\n", OptionalInt.empty(), options.follow());
    }

    @Override
    public Future<Opened> exec(InstanceId instance, ReplicaKey replica, List<String> command) {
        return opened(String.join(" ", command) + "\n", OptionalInt.of(7), false);
    }

    private Future<Opened> opened(String line, OptionalInt exitCode, boolean endless) {
        io.vertx.core.Promise<OptionalInt> outcome = io.vertx.core.Promise.promise();
        ReadStream<Buffer> frames = new OneFrame(Frames.frame((byte) 1, Buffer.buffer(line)), () -> {
            if (!endless) {
                vertx.runOnContext(nothing -> outcome.tryComplete(exitCode));
            }
        });
        return Future.succeededFuture(new Opened(frames, outcome.future(), () -> {
            cancelled.incrementAndGet();
            outcome.tryComplete(exitCode);
        }));
    }

    /** One frame, told once somebody listens and asks for it. */
    private static final class OneFrame implements ReadStream<Buffer> {
        private final Buffer frame;
        private final Runnable told;
        private @Nullable Handler<Buffer> handler;

        private OneFrame(Buffer frame, Runnable told) {
            this.frame = frame;
            this.told = told;
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> ignored) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> listener) {
            handler = listener;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            Handler<Buffer> listener = handler;
            if (listener != null) {
                handler = null;
                listener.handle(frame);
                told.run();
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return resume();
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> ignored) {
            return this;
        }
    }
}
