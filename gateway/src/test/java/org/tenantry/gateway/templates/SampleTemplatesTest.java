package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.TemplateFile;

class SampleTemplatesTest {
    @Test
    void everySampleIsTakenAndRendered() throws IOException {
        for (Path folder : samples()) {
            Template template = template(folder);
            RenderInput input = new RenderInput(
                    Samples.FACTS,
                    ordered(template),
                    GeneratedSecrets.generate(template.manifest(), new Random(1)),
                    Map.of());

            Rendered rendered = Rendering.render(template, input);

            assertThat(template.ref().name().value())
                    .isEqualTo(folder.getFileName().toString());
            assertThat(rendered.services()).as(folder.toString()).isNotEmpty();
        }
    }

    /** What has to be ordered. */
    private static Map<String, String> ordered(Template template) {
        return template.manifest().parameters().values().stream()
                .filter(Parameter::required)
                .collect(Collectors.toMap(Parameter::name, parameter -> "x"));
    }

    /** With those files that it names, as the command line reads them. */
    private static Template template(Path folder) throws IOException {
        String manifest = Files.readString(folder.resolve("template.yaml"));
        String compose = Files.readString(folder.resolve("docker-compose.yml"));
        List<TemplateFile> files = new ArrayList<>();
        for (String path : TemplateReader.check(manifest, compose).files()) {
            Path file = folder.resolve(path);
            files.add(new TemplateFile(new FilePath(path), Files.readAllBytes(file), Files.isExecutable(file)));
        }
        return TemplateReader.read(manifest, compose, new FileSet(files));
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
