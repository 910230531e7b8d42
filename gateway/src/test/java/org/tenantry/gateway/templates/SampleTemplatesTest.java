package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleTemplatesTest {
    @Test
    void everySampleIsTakenAndRendered() throws IOException {
        for (Path folder : samples()) {
            Template template = TemplateReader.read(
                    Files.readString(folder.resolve("template.yaml")),
                    Files.readString(folder.resolve("docker-compose.yml")));
            RenderInput input = new RenderInput(
                    Samples.FACTS, Map.of(), GeneratedSecrets.generate(template.manifest(), new Random(1)), Map.of());

            Rendered rendered = Rendering.render(template, input);

            assertThat(template.ref().name().value())
                    .isEqualTo(folder.getFileName().toString());
            assertThat(rendered.services()).as(folder.toString()).isNotEmpty();
        }
    }

    private static List<Path> samples() throws IOException {
        Path samples = Path.of(System.getProperty("tenantry.root", "."), "scripts", "samples");
        if (!Files.isDirectory(samples)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(samples)) {
            return folders.filter(it ->
                            Files.exists(it.resolve("template.yaml")) && Files.exists(it.resolve("docker-compose.yml")))
                    .toList();
        }
    }
}
