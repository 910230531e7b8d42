package org.tenantry.gateway.edge.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.json.Json;

/**
 * Writes entries behind the requests' backs: event loops put them into a bounded queue and never wait; what doesn't fit is
 * dropped and counted. Lines are flushed whenever the queue is empty.
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final BlockingQueue<AccessEntry> queue;
    private final LongAdder dropped = new LongAdder();
    private final OutputStream out;
    private final Thread writer;
    private volatile boolean closing;
    private boolean complained;

    private AccessLog(OutputStream out, int capacity) {
        this.out = out;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.writer = Thread.ofPlatform().name("access-log").daemon().unstarted(this::write);
    }

    /** Appends to a file, which is made where there is none. */
    public static AccessLog to(Path file, int capacity) {
        try {
            return to(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), capacity);
        } catch (IOException e) {
            throw new UncheckedIOException("access log " + file + " cannot be opened", e);
        }
    }

    static AccessLog to(OutputStream out, int capacity) {
        AccessLog log = new AccessLog(new BufferedOutputStream(out, 1 << 16), capacity);
        log.writer.start();
        return log;
    }

    /** Takes an entry if there is room. */
    public void add(AccessEntry entry) {
        if (closing || !queue.offer(entry)) {
            dropped.increment();
        }
    }

    /** How many entries found no room, or could not be written. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what is queued and closes the file. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            complain(e);
        }
    }

    private void write() {
        try {
            while (!closing || !queue.isEmpty()) {
                @Nullable AccessEntry entry = queue.poll(100, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    append(entry);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(AccessEntry entry) {
        try {
            out.write((Json.write(Json.open(), entry) + "\n").getBytes(StandardCharsets.UTF_8));
            if (queue.isEmpty()) {
                out.flush();
            }
        } catch (IOException e) {
            dropped.increment();
            complain(e);
        }
    }

    private void complain(IOException e) {
        if (!complained) {
            complained = true;
            LOG.warn("The access log cannot be written; its entries are dropped and counted.", e);
        }
    }
}
