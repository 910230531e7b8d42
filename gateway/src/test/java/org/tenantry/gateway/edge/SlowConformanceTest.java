package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.host.CanonicalHost;

/**
 * slowhttptest takes four hundred connections of one tenant and is slow on all of them, while visitors of another tenant are
 * answered as before; the edge, with its settings as they are, ends what waits for nothing. Only
 * {@code scripts/conformance slow} runs it: it waits for deadlines.
 */
@Tag("conformance")
@Tag("complete")
class SlowConformanceTest {
    private static final int LARGE = 8 << 20;
    private static final Pattern END = Pattern.compile("Test ended on (\\d+)");
    private static final Path DIRECTORY = Path.of("target/slow").toAbsolutePath();

    private static final Path LOG = DIRECTORY.resolve("access.log");

    private static EdgeWorld world;
    private static Origin acme;
    private static Origin globex;
    private static PacedLoad visitors;

    /** How it is slow, for how long at most, and whether it sees itself ended: who reads nothing doesn't. */
    enum Attack {
        /** Heads of which a line comes every ten seconds. */
        HEADERS(50, true, "-H", "-i", "10"),
        /** Bodies of which nothing more comes. */
        BODIES(80, true, "-B", "-i", "90", "-s", "8192"),
        /** Heads with a range for each of two thousand bytes. */
        RANGES(30, true, "-R", "-a", "5", "-b", "2000"),
        /** Answers of which nothing more is read. */
        UNREAD(110, false, "-X", "-w", "64", "-y", "128", "-n", "100", "-z", "16", "-k", "1"),
        /** Answers of which a few bytes are read every second: slow, but they go on. */
        READS(40, false, "-X", "-w", "64", "-y", "128", "-n", "1", "-z", "16", "-k", "1");

        private final int seconds;
        private final boolean ends;
        private final List<String> words;

        Attack(int seconds, boolean ends, String... words) {
            this.seconds = seconds;
            this.ends = ends;
            this.words = List.of(words);
        }
    }

    @BeforeAll
    static void serve() throws Exception {
        Files.createDirectories(DIRECTORY);
        Files.deleteIfExists(DIRECTORY.resolve("table"));
        Files.deleteIfExists(LOG);
        world = new EdgeWorld(settings -> settings.withAccessLog(LOG));
        acme = Origin.running((wire, number) -> serve(wire));
        globex = Origin.saying("globex");
        world.acme(acme);
        world.routes.put(EdgeWorld.route(
                new CanonicalHost("localhost"),
                world.routes.find(EdgeWorld.ACME_HOST).orElseThrow().availability()));
        world.routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, globex.port()));
        visitors = new PacedLoad(world.edge.port(), "globex.test", 200);
    }

    @AfterAll
    static void stop() throws Exception {
        visitors.close();
        world.close();
        globex.close();
    }

    /** A small answer, or one that no buffer on the way takes whole. */
    private static void serve(Wire wire) throws IOException {
        // Whoever is slow is ended by the edge, not here.
        wire.socket.setSoTimeout(0);
        byte[] piece = new byte[1 << 16];
        Arrays.fill(piece, (byte) 'a');
        for (Optional<Reply> request = wire.message(false); request.isPresent(); request = wire.message(false)) {
            boolean large = request.get().line().startsWith("GET /large ");
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + (large ? LARGE : 0) + "\r\n\r\n");
            for (int sent = 0; large && sent < LARGE; sent += piece.length) {
                wire.send(piece);
            }
        }
    }

    /** Those that were asked for, else all. */
    static List<Attack> attacks() {
        String wanted = System.getProperty("slow.attacks", "");
        return wanted.isEmpty()
                ? List.of(Attack.values())
                : Arrays.stream(wanted.split(",")).map(Attack::valueOf).toList();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aSlowCrowdOfOneTenantIsNotNoticedByAnother(Attack attack) throws Exception {
        visitors.during(() -> pause(Duration.ofSeconds(2)));
        Duration before = visitors.during(() -> pause(Duration.ofSeconds(8))).p99();

        long cut = cut();
        PacedLoad.Answers answers =
                visitors.during(() -> Judge.run(Duration.ofSeconds(attack.seconds + 60), DIRECTORY, command(attack)));

        Duration during = answers.p99();
        String output = Files.readString(DIRECTORY.resolve("output"));
        Matcher end = END.matcher(output);
        assertThat(end.find()).as(output).isTrue();
        String told = "ended in second %s, %d cut unread".formatted(end.group(1), cut() - cut);
        tell(attack, before, during, told);
        assertThat(output.contains("No open connections left"))
                .as("closed by deadlines: " + output)
                .isEqualTo(attack.ends);
        if (attack == Attack.UNREAD) {
            EdgeWorld.eventually("most are cut", () -> cut() - cut > 200);
        }
        assertThat(during).isLessThan(before.multipliedBy(10).plusMillis(50));
    }

    /** Time itself is what is waited for here. */
    private static Void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
        return null;
    }

    private static List<String> command(Attack attack) {
        List<String> command =
                new ArrayList<>(List.of(Judge.given("slowhttptest").toString()));
        command.addAll(attack.words);
        command.addAll(List.of("-c", "400", "-r", "200", "-p", "5", "-x", "24"));
        command.addAll(List.of("-l", String.valueOf(attack.seconds)));
        command.addAll(List.of("-u", "http://localhost:" + world.edge.port() + "/large"));
        return command;
    }

    /** How many answers were given up since nobody read them. */
    private static long cut() {
        try (Stream<String> lines = Files.lines(LOG)) {
            return lines.filter(line -> line.contains("client takes nothing")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tell(Attack attack, Duration before, Duration during, String end) throws IOException {
        String line = "%-8s p99 before %.1f ms, during %.1f ms, %s%n"
                .formatted(attack, before.toNanos() / 1e6, during.toNanos() / 1e6, end);
        Files.writeString(DIRECTORY.resolve("table"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
