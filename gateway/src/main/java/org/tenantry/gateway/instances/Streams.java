package org.tenantry.gateway.instances;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.OptionalInt;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;

/** Streams of bytes from an instance's containers. The gateway's own goes through the relay of the node; tests have theirs. */
public interface Streams {
    /**
     * What a replica prints. Fails with {@code NOT_FOUND} where there is no such replica, {@code UNAVAILABLE} where its node
     * is away.
     */
    Future<Opened> logs(InstanceId instance, ReplicaKey replica, LogOptions options);

    /** Runs one command in a replica's container, without input; fails like {@link #logs}. */
    Future<Opened> exec(InstanceId instance, ReplicaKey replica, List<String> command);

    /**
     * Which lines.
     *
     * @param tail how many of those that are there already
     * @param follow whether those that come are told too, until somebody cancels
     */
    record LogOptions(int tail, boolean follow) {}

    /**
     * A stream that is open, and paused.
     *
     * @param frames each buffer holds one or more whole frames: one byte channel (1 output, 2 errors), four bytes length, the
     *     bytes; pausing it pauses the container's side
     * @param outcome how it ended: with a command's exit code, without one for logs, or why it broke off; completes after
     *     the last frame
     * @param cancel ends it early and releases everything; harmless afterwards
     */
    record Opened(ReadStream<Buffer> frames, Future<OptionalInt> outcome, Runnable cancel) {}
}
