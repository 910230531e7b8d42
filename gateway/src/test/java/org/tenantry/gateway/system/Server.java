package org.tenantry.gateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A server of a test's own: a network namespace with an engine in it, whose power can be cut. Closing it leaves no process,
 * mount, control group, namespace or file of it behind.
 */
final class Server implements AutoCloseable {
    /** Its address where it has a network to the outside. */
    static final String PUBLIC = "203.0.113.1";

    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final int PATIENCE_SECONDS = 60;
    private static final int LONGEST_LOG = 4_000;

    private final String name =
            "tn_test_" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final Home home = Home.make();
    private final Thread ending = new Thread(this::remove, "ending");
    private NetworkNamespace network;
    private Process engine;

    private Server() {
        network = NetworkNamespace.make(name);
        engine = startedEngine();
        // A run that is broken off leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /** A server with a running engine that has the image of the sample {@code hello}. */
    static Server running() {
        Engine.requireImage();
        Server server = new Server();
        try {
            server.awaitEngine();
            server.loadImage();
            return server;
        } catch (RuntimeException | AssertionError failure) {
            server.close();
            throw failure;
        }
    }

    /** Where its engine listens. */
    String address() {
        return "unix://" + home.at("engine.sock");
    }

    /** What its namespace and its control groups are called. */
    String name() {
        return name;
    }

    /** Does it as somebody on this server. */
    void within(Runnable work) {
        network.within(work);
    }

    /** kill -9 of the engine and what it keeps beside it; containers' processes stay. */
    void killEngine() {
        List<ProcessHandle> beside = engine.descendants()
                .filter(one -> one.info().command().orElse("").endsWith("/containerd"))
                .toList();
        engine.destroyForcibly();
        beside.forEach(ProcessHandle::destroyForcibly);
        ended();
    }

    /** The engine ends in good order, and every container before it: it is not one that leaves them running. */
    void stopEngine() {
        engine.destroy();
        ended();
    }

    void startEngine() {
        engine = startedEngine();
        awaitEngine();
    }

    /** Everything that runs on it is gone at once, and with it whatever a machine has in memory only. */
    void cutPower() {
        killEngine();
        Await.until(
                "nothing runs on " + name,
                () -> {
                    List<ProcessHandle> all = processes();
                    all.forEach(ProcessHandle::destroyForcibly);
                    return all.isEmpty();
                },
                () -> processes().toString());
        unmount();
        delete(home.at("exec"), file -> true);
        controlGroups().forEach(group -> delete(group, Files::isDirectory));
        network.remove();
    }

    /** The machine is up again, and nothing runs on it but the engine. */
    void boot() {
        network = NetworkNamespace.make(name);
        startEngine();
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void remove() {
        cutPower();
        home.remove();
    }

    private Process startedEngine() {
        List<Process> started = new ArrayList<>();
        network.within(() -> started.add(start(List.of(
                "dockerd",
                "--config-file=" + home.at("engine.json"),
                "--data-root=" + home.at("data"),
                "--exec-root=" + home.at("exec"),
                "--pidfile=" + home.at("engine.pid"),
                "--host=" + address(),
                "--exec-opt=native.cgroupdriver=cgroupfs",
                "--cgroup-parent=/" + name))));
        return started.getFirst();
    }

    private Process start(List<String> command) {
        try {
            // One that was killed leaves these behind, and the numbers may be anybody's by now.
            Files.deleteIfExists(home.at("engine.pid"));
            Files.deleteIfExists(home.at("exec/containerd/containerd.pid"));
            // The machine's own file may have its engine leave containers running.
            Files.writeString(home.at("engine.json"), "{}");
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.at("engine.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEngine() {
        Await.until(
                "the engine of " + name + " answers",
                () -> Engine.run(List.of("docker", "--host", address(), "version"))
                                .exit()
                        == 0,
                this::log);
    }

    private String log() {
        String all = home.text("engine.log");
        return all.substring(Math.max(0, all.length() - LONGEST_LOG));
    }

    private void loadImage() {
        try {
            List<Process> both = ProcessBuilder.startPipeline(List.of(
                    new ProcessBuilder("docker", "save", Engine.IMAGE),
                    new ProcessBuilder("docker", "--host", address(), "load")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)));
            if (!both.getLast().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    || both.getLast().exitValue() != 0) {
                throw new IllegalStateException("the image was not loaded: " + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void ended() {
        try {
            if (!engine.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the engine did not end:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is in its network, and what is in its containers. */
    private List<ProcessHandle> processes() {
        Stream<ProcessHandle> inNetwork = ProcessHandle.allProcesses().filter(one -> network.holds(one.pid()));
        Stream<ProcessHandle> inContainers = controlGroups().stream()
                .flatMap(group -> walked(group).stream())
                .filter(file -> file.endsWith("cgroup.procs"))
                .flatMap(file -> lines(file).stream())
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream());
        return Stream.concat(inNetwork, inContainers).distinct().toList();
    }

    /** The one tree of control groups, or one for each controller. */
    private List<Path> controlGroups() {
        try (Stream<Path> trees = Files.list(CONTROL_GROUPS)) {
            return Stream.concat(Stream.of(CONTROL_GROUPS), trees)
                    .map(tree -> tree.resolve(name))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unmount() {
        List<String> mounted = lines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ")[1])
                .filter(place -> place.startsWith(home.directory() + "/"))
                .toList();
        mounted.reversed().forEach(place -> Engine.run(List.of("umount", "--lazy", place)));
    }

    private static void delete(Path place, Predicate<Path> which) {
        Consumer<Path> remove = file -> file.toFile().delete();
        walked(place).stream().filter(which).sorted(Comparator.reverseOrder()).forEach(remove);
    }

    private static List<Path> walked(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(place)) {
            return all.toList();
        } catch (IOException | UncheckedIOException meanwhileGone) {
            return List.of();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException gone) {
            return List.of();
        }
    }
}
