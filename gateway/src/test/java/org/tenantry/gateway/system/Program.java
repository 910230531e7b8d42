package org.tenantry.gateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of ours: one of the programs, with the class path of the tests and the flags that the scripts give it. */
final class Program {
    private static final int TAIL = 6_000;
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a main class; what it prints is added to the log. */
    static Program start(Path log, Map<String, String> environment, List<String> flags, List<String> mainAndArguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(mainAndArguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("TENANTRY_"));
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does: it gets no chance to tidy anything. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    /** As an orderly shutdown does. */
    void stop() {
        process.destroy();
        if (!ended()) {
            process.destroyForcibly();
            throw new AssertionError("did not end at SIGTERM:\n" + tail());
        }
    }

    /** Waits for its end; its exit code. */
    int exit() {
        if (!ended()) {
            process.destroyForcibly();
            throw new AssertionError("did not end:\n" + tail());
        }
        return process.exitValue();
    }

    String tail() {
        // A test asks again and again while it waits.
        String all =
                printed().lines().filter(line -> !line.contains("answered 200")).collect(Collectors.joining("\n"));
        return "--- " + log.getFileName() + (alive() ? "" : " (ended with " + process.exitValue() + ")") + "\n"
                + all.substring(Math.max(0, all.length() - TAIL));
    }

    /** Everything that programs with this log printed. */
    String printed() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
