package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;

/** h2spec against a route; {@code scripts/test} and {@code scripts/conformance h2} bring the program. */
@Tag("conformance")
class Http2ConformanceTest {
    @Test
    void passesH2spec() throws Exception {
        String given = System.getProperty("h2spec");
        assertThat(given)
                .as("h2spec, the program: scripts/conformance h2 brings it")
                .isNotNull();
        Path program = Path.of(given);
        Path report = program.resolveSibling("report");
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> Origin.ok("an answer that is longer than one byte"))) {
            world.acme(origin);
            world.routes.put(EdgeWorld.globex(new CanonicalHost("localhost"), origin.port()));
            Process run = new ProcessBuilder(
                            program.toString(), "--strict", "-h", "localhost", "-p", String.valueOf(world.edge.port()))
                    .redirectErrorStream(true)
                    .redirectOutput(report.toFile())
                    .start();

            boolean ended = run.waitFor(2, TimeUnit.MINUTES);
            run.destroyForcibly();
            assertThat(ended).as("ended in time: " + Files.readString(report)).isTrue();
            assertThat(run.exitValue()).as(Files.readString(report)).isZero();
        }
    }
}
