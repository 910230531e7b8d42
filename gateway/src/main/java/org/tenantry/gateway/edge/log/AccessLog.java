package org.tenantry.gateway.edge.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.gateway.edge.http1.ByteWriter;

/**
 * Writes entries behind the requests' backs: each event loop collects lines in a batch of its own and hands it over when it
 * is full, or after a moment. There are only so many batches; where none is free, lines are dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int BATCH = 64 << 10;

    private final BlockingQueue<Batch> free;
    private final BlockingQueue<Batch> full;
    private final List<Lines> writers = new CopyOnWriteArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private final LogSink out;
    private final Thread writer;
    private volatile boolean closing;
    private boolean complained;

    private AccessLog(LogSink out, int batches) {
        this.out = out;
        this.free = new ArrayBlockingQueue<>(batches);
        this.full = new ArrayBlockingQueue<>(batches);
        for (int i = 0; i < batches; i++) {
            free.add(new Batch());
        }
        this.writer = Thread.ofPlatform().name("access-log").daemon().unstarted(this::write);
    }

    /** Appends to a file, which is made where there is none, also where somebody moves it away. */
    public static AccessLog to(Path file, Rotation rotation, int batches) {
        try {
            return to(LogFile.open(file, rotation), batches);
        } catch (IOException e) {
            throw new UncheckedIOException("access log " + file + " cannot be opened", e);
        }
    }

    static AccessLog to(LogSink out, int batches) {
        AccessLog log = new AccessLog(out, batches);
        log.writer.start();
        return log;
    }

    /** Writes nothing and drops nothing. */
    public static AccessLog none() {
        return new AccessLog((bytes, length) -> {}, 1);
    }

    /** The way in for one event loop. */
    public Lines lines() {
        Lines lines = new Lines(writer.getState() != Thread.State.NEW);
        writers.add(lines);
        return lines;
    }

    /** How many entries found no room, or could not be written. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what is queued and closes the file; event loops must have ended. */
    @Override
    public void close() {
        writers.forEach(Lines::handOver);
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The access log did not close.", e);
        }
    }

    private void write() {
        try {
            while (!closing || !full.isEmpty()) {
                @Nullable Batch batch = full.poll(100, TimeUnit.MILLISECONDS);
                follow();
                if (batch != null) {
                    append(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before each batch: that costs less than telling whoever moves a file how to say so. */
    private void follow() {
        try {
            out.follow();
        } catch (IOException e) {
            complain("The access log's next file cannot be opened; the former one is written on.", e);
        }
    }

    private void append(Batch batch) {
        try {
            out.write(batch.bytes, batch.length);
        } catch (IOException e) {
            dropped.add(batch.lines);
            complain("The access log cannot be written; its entries are dropped and counted.", e);
        }
        batch.length = 0;
        batch.lines = 0;
        free.add(batch);
    }

    private void complain(String what, IOException e) {
        if (!complained) {
            complained = true;
            LOG.warn(what, e);
        }
    }

    private static final class Batch {
        private final byte[] bytes = new byte[BATCH];
        private int length;
        private int lines;
    }

    /** What one event loop writes to; confined to it. */
    public final class Lines {
        private final EntryWriter entries = new EntryWriter();
        private final boolean used;
        private @Nullable Batch batch;

        private Lines(boolean used) {
            this.used = used;
        }

        /** Takes an entry if there is room. */
        public void add(AccessEntry entry) {
            if (used) {
                append(entries.write(entry));
            }
        }

        private void append(ByteWriter line) {
            Batch current = batch;
            if (current != null && current.length + line.length() > BATCH) {
                handOver();
                current = null;
            }
            if (current == null) {
                current = free.poll();
            }
            if (current == null || line.length() > BATCH) {
                dropped.increment();
            } else {
                line.copyTo(current.bytes, current.length);
                current.length += line.length();
                current.lines++;
            }
            batch = current;
        }

        /** Lets what there is be written now. */
        public void handOver() {
            Batch current = batch;
            if (current != null && current.lines > 0) {
                batch = null;
                full.add(current);
            }
        }
    }
}
