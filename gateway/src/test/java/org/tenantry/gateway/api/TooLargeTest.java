package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no node could ever be told of is refused when it is ordered. */
class TooLargeTest {
    private static final String MANIFEST = "format: 1\nname: %s\nversion: \"1\"\nweb: {service: s1, port: 8000}\n";

    @TempDir
    private Path directory;

    @Test
    void anInstanceThatFitsIntoNoMessageIsRefusedBeforeAnythingIsWritten() {
        try (ApiWorld world = ApiWorld.open(directory)) {
            StringBuilder compose = new StringBuilder("x-much: &much\n");
            for (int number = 0; number < 10; number++) {
                compose.append("  V")
                        .append(number)
                        .append(": ")
                        .append("€".repeat(1000))
                        .append('\n');
            }
            compose.append("services:\n");
            for (int number = 1; number <= 10; number++) {
                compose.append("  s").append(number).append(": {image: example/web:1, environment: *much}\n");
            }
            Reply refused = ordered(world, "large", compose.toString());

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text("code")).isEqualTo("too-large");
            assertThat(refused.text("field")).isEqualTo("template");
            assertThat(refused.text("detail")).containsPattern("'3[0-9]{5} bytes' .*at most 260096 bytes");
            assertThat(world.get(world.admin(), "/instances").json().path("items"))
                    .isEmpty();
        }
    }

    @Test
    void anInstanceOfMoreReplicasThanOneReportHoldsIsRefused() {
        try (ApiWorld world = ApiWorld.open(directory)) {
            StringBuilder compose = new StringBuilder("services:\n");
            for (int number = 1; number <= 5; number++) {
                compose.append("  s").append(number).append(": {image: example/web:1, deploy: {replicas: 81}}\n");
            }
            Reply refused = ordered(world, "many", compose.toString());

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text("detail")).contains("405 replicas", "at most 400 replicas");
        }
    }

    private static Reply ordered(ApiWorld world, String template, String compose) {
        Reply added = world.post(
                world.admin(), "/templates", Map.of("manifest", MANIFEST.formatted(template), "compose", compose));
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        return world.post(
                world.admin(), "/instances", Map.of("name", "large", "tenant", "acme", "template", template + "@1"));
    }
}
