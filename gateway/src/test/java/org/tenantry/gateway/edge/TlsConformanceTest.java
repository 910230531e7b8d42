package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.json.Json;

/**
 * testssl.sh looks at the port for TLS; {@code tls-findings.txt} has what it finds of a test's certificate. Only
 * {@code scripts/conformance tls} runs it: it takes minutes.
 */
@Tag("conformance")
@Tag("complete")
class TlsConformanceTest {
    private static final Set<String> GOOD = Set.of("OK", "INFO", "DEBUG");
    private static final Set<String> OFFERED = Set.of("TLS1_2", "TLS1_3", "ALPN_HTTP2");

    @TempDir
    Path certificates;

    @Test
    void nothingIsFoundThatACertificateOfATestCanAvoid() throws Exception {
        Path program = Judge.given("testssl");
        Path directory = Files.createDirectories(Path.of("target/testssl").toAbsolutePath());
        Files.deleteIfExists(directory.resolve("findings.json"));
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.saying("acme")) {
            // Some of its looks ask for no name.
            world.certificate("default", "acme.test");
            world.edge.acme(origin);
            world.edge.routes.put(world.edge
                    .routes
                    .find(EdgeWorld.ACME_HOST)
                    .orElseThrow()
                    .withRules(RouteRules.standard().withHttps(WebRules.Https.HSTS)));
            Files.writeString(directory.resolve("authority.pem"), world.authority.pem());

            int status = Judge.run(Duration.ofMinutes(15), directory, command(program, world.port()));
            assertThat(status).as(Files.readString(directory.resolve("output"))).isLessThan(50);
        }
        JsonNode findings =
                Json.read(Json.open(), Files.readString(directory.resolve("findings.json")), JsonNode.class);
        assertThat(good(findings)).containsAll(OFFERED).hasSizeGreaterThan(100);
        assertThat(bad(findings)).isEmpty();
    }

    private static List<String> command(Path program, int port) {
        return List.of(
                program.toString(),
                "--quiet",
                "--color=0",
                "--warnings=batch",
                "--nodns=none",
                "--ip=127.0.0.1",
                "--add-ca=authority.pem",
                "--connect-timeout=10",
                "--openssl-timeout=10",
                "--jsonfile=findings.json",
                "https://acme.test:" + port);
    }

    private static Set<String> good(JsonNode findings) {
        Set<String> good = new HashSet<>();
        for (JsonNode one : findings) {
            if (GOOD.contains(one.path("severity").asText())) {
                good.add(one.path("id").asText());
            }
        }
        return good;
    }

    private static List<String> bad(JsonNode findings) throws IOException {
        Set<String> known = known();
        List<String> bad = new ArrayList<>();
        for (JsonNode one : findings) {
            String severity = one.path("severity").asText();
            String id = one.path("id").asText();
            if (!GOOD.contains(severity) && !known.contains(id + " | " + severity)) {
                bad.add(id + " | " + severity + " | " + one.path("finding").asText());
            }
        }
        return bad;
    }

    /** Each line of the list without its reason. */
    private static Set<String> known() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TlsConformanceTest.class.getResourceAsStream("tls-findings.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.lastIndexOf(" | ")))
                    .collect(Collectors.toSet());
        }
    }
}
