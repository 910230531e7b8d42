package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.json.Json;

/**
 * The Autobahn suite asks a WebSocket service directly and through the edge: no case may end worse through it.
 * {@code scripts/test} (some cases) and {@code scripts/conformance websocket} (all of them) bring the suite.
 */
@Tag("conformance")
class WebSocketConformanceTest {
    /** From good to bad; what the suite only tells counts as good. */
    private static final List<String> VERDICTS =
            List.of("OK", "INFORMATIONAL", "NON-STRICT", "UNIMPLEMENTED", "WRONG CODE", "UNCLEAN", "FAILED");

    /** The suite's own patience is a few seconds, and where a machine needs longer to open a connection it goes no further. */
    private static final Map<String, Object> OPTIONS = Map.of(
            "failByDrop", false,
            "openHandshakeTimeout", 60,
            "closeHandshakeTimeout", 30,
            "serverConnectionDropTimeout", 30);

    @Test
    void noCaseEndsWorseThanDirectly() throws Exception {
        Path suite = Judge.given("autobahn");
        try (EdgeWorld world = new EdgeWorld();
                EchoServer echo = new EchoServer()) {
            world.routes.put(EdgeWorld.globex(new CanonicalHost("localhost"), echo.port()));
            Files.writeString(
                    suite.resolve("spec.json"), Json.write(Json.open(), spec(echo.port(), world.edge.port())));

            int status = Judge.run(Duration.ofMinutes(60), suite, command(suite));
            assertThat(status).as(Files.readString(suite.resolve("output"))).isZero();
        }
        JsonNode report = Json.read(Json.open(), Files.readString(suite.resolve("report/index.json")), JsonNode.class);
        assertThat(worse(report, suite.resolve("verdicts"))).isEmpty();
    }

    private static List<String> command(Path suite) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpython.cachedir=" + suite.resolve("cache"),
                "-cp",
                suite.resolve("jython.jar") + ":" + suite.resolve("autobahn.jar"),
                "org.python.util.jython",
                "-c",
                "import sys; sys.argv = ['wstest', '-m', 'fuzzingclient', '-s', 'spec.json'];"
                        + " from autobahntestsuite import wstest; wstest.run()");
    }

    private static Map<String, Object> spec(int direct, int edge) {
        return Map.of(
                "options",
                OPTIONS,
                "outdir",
                "report",
                "servers",
                List.of(server("direct", direct), server("edge", edge)),
                "cases",
                List.of(System.getProperty("autobahn.cases", "*").split(",")),
                "exclude-cases",
                List.of(),
                "exclude-agent-cases",
                Map.of());
    }

    private static Map<String, String> server(String name, int port) {
        return Map.of("agent", name, "url", "ws://localhost:" + port + "/");
    }

    /** The cases that ended worse through the edge, all verdicts of both written to a file on the way. */
    private static List<String> worse(JsonNode report, Path file) throws IOException {
        List<String> worse = new ArrayList<>();
        List<String> all = new ArrayList<>();
        report.path("direct").fields().forEachRemaining(one -> {
            String direct = verdict(one.getValue());
            String edge = verdict(report.path("edge").path(one.getKey()));
            all.add("%s | %s | %s".formatted(one.getKey(), direct, edge));
            if (VERDICTS.indexOf(edge) > VERDICTS.indexOf(direct)) {
                worse.add(one.getKey() + ": " + edge + " (directly: " + direct + ")");
            }
        });
        assertThat(all).hasSize(report.path("edge").size()).isNotEmpty();
        Files.write(file, all);
        return worse;
    }

    /** The worse of how a case behaved and how it closed; one that is not known, or was not told, is the worst. */
    private static String verdict(JsonNode one) {
        int behaviour = place(one.path("behavior").asText());
        int closing = place(one.path("behaviorClose").asText());
        return VERDICTS.get(Math.max(behaviour, closing));
    }

    private static int place(String verdict) {
        int place = VERDICTS.indexOf(verdict);
        return place < 0 ? VERDICTS.size() - 1 : place;
    }
}
