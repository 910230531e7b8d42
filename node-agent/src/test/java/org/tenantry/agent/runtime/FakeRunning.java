package org.tenantry.agent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A stream of the fake engine, on a thread of its own as in the real one. */
final class FakeRunning implements Running {
    /** Which part of a log. */
    record Part(int from, boolean follow) {}

    /** What the thread does; empty where there is no exit code. */
    private interface Work {
        OptionalInt run() throws InterruptedException;
    }

    private final Thread thread;
    private final AtomicReference<OptionalInt> code = new AtomicReference<>(OptionalInt.empty());

    private FakeRunning(Work work) {
        this.thread = Thread.ofVirtual().name("fake-stream").unstarted(() -> {
            try {
                code.set(work.run());
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static Running following(FakeEngine engine, FakeContainer container, Part part, ByteFrames output) {
        return started(new FakeRunning(() -> {
            int next = part.from();
            while (true) {
                Optional<String> line = nextLine(engine, container, next++, part.follow());
                if (line.isEmpty()) {
                    return OptionalInt.empty();
                }
                output.take(ByteFrames.Channel.OUTPUT, bytes(line.get() + "\n"));
            }
        }));
    }

    private static Optional<String> nextLine(FakeEngine engine, FakeContainer container, int number, boolean follow)
            throws InterruptedException {
        engine.lock.lockInterruptibly();
        try {
            while (follow && container.runs() && container.log.size() <= number) {
                engine.changed.await();
            }
            return container.log.size() <= number ? Optional.empty() : Optional.of(container.log.get(number));
        } finally {
            engine.lock.unlock();
        }
    }

    static Running command(Supplier<ExecResult> command, List<String> words, InputStream input, ByteFrames output) {
        return started(new FakeRunning(() -> {
            if (words.equals(List.of("cat"))) {
                return copied(input, output);
            }
            ExecResult result = command.get();
            if (!result.output().isEmpty()) {
                output.take(ByteFrames.Channel.OUTPUT, bytes(result.output()));
            }
            return switch (result) {
                case ExecResult.Ended(int code, String text) -> OptionalInt.of(code);
                case ExecResult.NotStarted(String text) -> OptionalInt.of(127);
                case ExecResult.TimedOut(String text) -> forever();
            };
        }));
    }

    private static OptionalInt copied(InputStream input, ByteFrames output) {
        try {
            byte[] part = new byte[8192];
            int count = input.read(part);
            while (count >= 0) {
                output.take(ByteFrames.Channel.OUTPUT, java.util.Arrays.copyOf(part, count));
                count = input.read(part);
            }
            return OptionalInt.of(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalInt forever() throws InterruptedException {
        new java.util.concurrent.CountDownLatch(1).await();
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt await() throws InterruptedException {
        thread.join();
        return code.get();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static FakeRunning started(FakeRunning running) {
        running.thread.start();
        return running;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
