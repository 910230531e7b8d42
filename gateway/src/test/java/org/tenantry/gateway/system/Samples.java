package org.tenantry.gateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Templates for these tests: the sample {@code hello}, and small ones on its image. */
final class Samples {
    /** A template's two texts. */
    record Texts(String manifest, String compose) {}

    private Samples() {}

    static Path root() {
        return Optional.ofNullable(System.getProperty("tenantry.root"))
                .map(Path::of)
                .orElseThrow(() -> new IllegalStateException("tenantry.root is not set (expected: the checkout)"));
    }

    static Texts hello() {
        return of("hello");
    }

    /** Builds the images of the sample {@code agenda} where they are missing; what is up to date is left alone. */
    static void requireAgenda() {
        Engine.Said built =
                Engine.run(List.of(root().resolve("scripts/samples.sh").toString(), "agenda"));
        if (built.exit() != 0) {
            throw new IllegalStateException("scripts/samples.sh agenda failed:\n" + built.text());
        }
    }

    static Texts of(String sample) {
        Path directory = root().resolve("scripts/samples").resolve(sample);
        try {
            return new Texts(
                    Files.readString(directory.resolve("template.yaml")),
                    Files.readString(directory.resolve("docker-compose.yml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A template whose only service runs a script in a busybox; {@code extra} are more lines of the service. */
    static Texts script(String name, String script, String... extra) {
        StringBuilder compose = new StringBuilder("services:\n  web:\n    image: tenantry-sample/hello:1.0\n");
        compose.append("    entrypoint: [sh, -c]\n    command:\n      - |\n");
        script.lines().forEach(line -> compose.append("        ").append(line).append('\n'));
        for (String line : extra) {
            compose.append("    ").append(line).append('\n');
        }
        return new Texts(manifest(name), compose.toString());
    }

    static String manifest(String name) {
        return "format: 1\nname: " + name + "\nversion: \"1\"\nweb: {service: web, port: 8000, health: /health}\n";
    }
}
