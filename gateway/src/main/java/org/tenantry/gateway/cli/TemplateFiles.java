package org.tenantry.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two files of a template in a directory. */
final class TemplateFiles {
    private static final List<String> COMPOSE =
            List.of("docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml");

    private TemplateFiles() {}

    static Map<String, String> read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw CliException.of(ExitCode.USAGE, "'" + directory + "' (expected: a directory with template.yaml)");
        }
        Path compose = COMPOSE.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> CliException.of(
                        ExitCode.USAGE, directory + " has no Compose file (expected: docker-compose.yml)"));
        return Map.of("manifest", text(directory.resolve("template.yaml")), "compose", text(compose));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, file + " cannot be read (expected: a text file in UTF-8)");
        }
    }
}
