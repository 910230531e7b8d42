package org.tenantry.gateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL server of one test, on a free port of the loopback, that the test may stop and start. */
final class PostgresServer implements AutoCloseable {
    private static final Path RELEASES = Path.of("/usr/lib/postgresql");

    private final Path programs = programs();
    private final Home home = Home.make();
    private final Path data = home.at("data");
    private final int port = Ports.free();
    private final Thread ending = new Thread(this::remove, "ending");

    private PostgresServer() {
        Runtime.getRuntime().addShutdownHook(ending);
    }

    static PostgresServer running() {
        PostgresServer server = new PostgresServer();
        if (root()) {
            Engine.run(List.of("chown", "postgres:", server.home.directory().toString()));
        }
        server.run("initdb", "-D", server.data.toString(), "-U", "tenantry", "--auth=trust", "--no-sync");
        server.start();
        return server;
    }

    /** Waits until it answers. */
    void start() {
        run(
                "pg_ctl",
                "start",
                "--silent",
                "--wait",
                "-D",
                data.toString(),
                "--log=" + home.at("log"),
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='"
                        + home.directory() + "'");
    }

    /** Cuts open connections. */
    void stop() {
        run("pg_ctl", "stop", "--silent", "--mode=fast", "-D", data.toString());
    }

    /** Settings of a gateway whose store it is. */
    Map<String, String> settings() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Map.of(
                "store.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "store.user",
                "tenantry",
                "cluster.key",
                Base64.getEncoder().encodeToString(key));
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void remove() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            stop();
        }
        home.remove();
    }

    /** It refuses to run as root. */
    private void run(String program, String... words) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(words));
        Engine.Said said = Engine.run(command);
        if (said.exit() != 0) {
            throw new IllegalStateException(command + " failed:\n" + said.text());
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path programs() {
        try (Stream<Path> releases = Files.list(RELEASES)) {
            return releases.max(Comparator.comparing(
                            release -> Integer.parseInt(release.getFileName().toString())))
                    .orElseThrow(() -> new IllegalStateException(RELEASES + " is empty (expected: PostgreSQL 15+)"))
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
