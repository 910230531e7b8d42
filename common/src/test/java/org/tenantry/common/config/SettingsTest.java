package org.tenantry.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path directory;

    @Test
    void theEnvironmentWinsOverTheFileAndBothOverTheDefault() throws IOException {
        Path file = file("edge.port=1\napi.port=2\n");

        Settings settings = Settings.read(file, Map.of("TENANTRY_EDGE_PORT", "3", "OTHER", "x"));

        assertThat(settings.port("edge.port", 9)).isEqualTo(3);
        assertThat(settings.port("api.port", 9)).isEqualTo(2);
        assertThat(settings.port("agents.port", 9)).isEqualTo(9);
        assertThatCode(settings::finish).doesNotThrowAnyException();
    }

    @Test
    void everyProblemIsToldAtOnceWithWhatCameAndWhatWasExpected() throws IOException {
        Settings settings = Settings.read(file("edge.port=many\nttl=soon\ncolour=red\n"), Map.of());
        settings.port("edge.port", 1);
        settings.duration("ttl", Duration.ofSeconds(3));

        SettingsException refused = catchThrowableOfType(SettingsException.class, settings::finish);

        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "edge.port: 'many' (expected: 0 to 65535)",
                        "ttl: 'soon' (expected: a duration such as 500ms, 3s, 10m, 24h or 30d)",
                        "colour: unknown setting (expected one of: edge.port, ttl)");
    }

    @Test
    void durationsAreReadInTheirUnits() throws IOException {
        Settings settings = Settings.read(file("a=500ms\nb=3s\nc=10m\nd=24h\n"), Map.of());

        assertThat(settings.duration("a", Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.duration("b", Duration.ZERO)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.duration("c", Duration.ZERO)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.duration("d", Duration.ZERO)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aMissingFileIsNoProblem() {
        Settings settings = Settings.read(directory.resolve("none"), Map.of());

        assertThat(settings.text("domain", "localhost")).isEqualTo("localhost");
        assertThatCode(settings::finish).doesNotThrowAnyException();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("test.properties"), text);
    }
}
