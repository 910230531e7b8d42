package org.tenantry.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A template as it lies in a directory: two texts, and those files that they name. Nothing outside of the directory is read,
 * and no link is followed: a template must not carry away what its author never saw.
 */
final class TemplateFiles {
    private static final List<String> COMPOSE =
            List.of("docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml");
    private static final int MOST_FILES = 256;
    private static final long MOST_BYTES = 4 << 20;

    private final Path directory;
    private final String manifest;
    private final String compose;

    private TemplateFiles(Path directory, String manifest, String compose) {
        this.directory = directory;
        this.manifest = manifest;
        this.compose = compose;
    }

    /** What a request carries of files. */
    record Carried(Map<String, String> files, List<String> executables) {}

    /** The template of a directory. */
    static TemplateFiles of(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw CliException.of(ExitCode.USAGE, "'" + directory + "' (expected: a directory with template.yaml)");
        }
        Path compose = COMPOSE.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> CliException.of(
                        ExitCode.USAGE, directory + " has no Compose file (expected: docker-compose.yml)"));
        return new TemplateFiles(directory, text(directory.resolve("template.yaml")), text(compose));
    }

    /** The template around a Compose file: that of its template.yaml, where one lies beside it, else of this one. */
    static TemplateFiles around(Path compose, ManifestFlags flags) {
        Path directory = compose.toAbsolutePath().getParent();
        if (directory == null || !Files.isRegularFile(compose)) {
            throw CliException.of(ExitCode.USAGE, "'" + compose + "' (expected: a Compose file)");
        }
        Path beside = directory.resolve("template.yaml");
        boolean there = Files.exists(beside);
        if (there && flags.given()) {
            throw CliException.of(
                    ExitCode.USAGE,
                    "--web, --version and --health have no effect beside " + beside
                            + " (expected: what it says itself)");
        }
        return new TemplateFiles(directory, there ? text(beside) : flags.manifest(), text(compose));
    }

    /** The two texts. */
    Map<String, Object> texts() {
        Map<String, Object> texts = new TreeMap<>();
        texts.put("manifest", manifest);
        texts.put("compose", compose);
        return texts;
    }

    /** The two texts with the files and directories at these paths; what isn't there is left for the gateway to miss. */
    Map<String, Object> with(List<String> paths) {
        Map<String, String> files = new TreeMap<>();
        List<String> executables = new ArrayList<>();
        long bytes = 0;
        for (String path : paths) {
            for (Path file : within(path)) {
                String name = directory.relativize(file).toString();
                bytes += files.containsKey(name) ? 0 : size(file);
                if (bytes > MOST_BYTES || files.size() >= MOST_FILES) {
                    String most = "at most " + MOST_FILES + " files and " + MOST_BYTES + " bytes in all";
                    throw CliException.of(ExitCode.USAGE, directory.resolve(path) + ": more (expected: " + most + ")");
                }
                if (files.put(name, content(file)) == null && Files.isExecutable(file)) {
                    executables.add(name);
                }
            }
        }
        Map<String, Object> all = texts();
        all.put("files", files);
        all.put("executables", executables);
        return all;
    }

    private List<Path> within(String path) {
        Path place = directory.resolve(path).normalize();
        if (!place.startsWith(directory.normalize())) {
            throw CliException.of(ExitCode.USAGE, path + " (expected: a path below " + directory + ")");
        }
        refuseLinks(place);
        if (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(place);
        }
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(place)) {
            List<Path> found = all.limit(10_000).sorted().toList();
            found.forEach(TemplateFiles::refuseLink);
            return found.stream()
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, place + " cannot be read (expected: a directory)");
        }
    }

    private void refuseLinks(Path place) {
        Path at = directory.normalize();
        for (Path part : at.relativize(place)) {
            at = at.resolve(part);
            refuseLink(at);
        }
    }

    private static void refuseLink(Path file) {
        if (Files.isSymbolicLink(file)) {
            throw CliException.of(ExitCode.USAGE, file + " is a link (expected: a file of the template itself)");
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, file + " cannot be read (expected: a file)");
        }
    }

    private static String content(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, file + " cannot be read (expected: a file)");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, file + " cannot be read (expected: a text file in UTF-8)");
        }
    }
}
