package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of a template, from its directory to the process of a user who isn't root, and to their end. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class FilesTest {
    private static final String MANIFEST = """
        format: 1
        name: filed
        version: "1"
        web: {service: web, port: 8000, health: /health}
        secrets: {key: {length: 32}}
        files:
          page.html: {interpolate: true}
        """;
    private static final String COMPOSE = """
        services:
          web:
            image: tenantry-sample/hello:1.0
            env_file: settings.env
            user: "4711:4711"
            restart: always
            volumes: ['./page.html:/app/page.html:ro', './more:/more']
            secrets: [key]
            read_only: true
            extra_hosts: ['elsewhere:192.0.2.7']
        secrets: {key: {external: true}}
        """;

    private final Machine machine;

    FilesTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void reachTheProcessAndLastAsLongAsTheirInstance(@TempDir Path directory) throws Exception {
        Path template = written(directory);

        Engine.Said checked = machine.cli("template", "check", template.toString());
        Engine.Said added = machine.cli("template", "add", template.toString());

        assertThat(checked.exit()).as(checked.text()).isZero();
        assertThat(checked.text()).contains("page.html", "more/large.bin").doesNotContain("README");
        assertThat(added.exit()).as(added.text()).isZero();
        String id = machine.create("filed", "acme", "filed");
        assertThat(machine.gateway().page("filed.localhost", "/").body()).contains("from a file, for acme");
        Engine.Container container = machine.engine().only(id).orElseThrow();
        assertThat(inside(container, "id -u; cat /more/deep/er.txt; wc -c </more/large.bin; cat /etc/hosts"))
                .startsWith("4711\nbelow\n1048576\n")
                .contains("192.0.2.7\telsewhere");
        String secret = inside(container, "cat /run/secrets/key");
        assertThat(secret).hasSize(32);
        assertThat(inside(container, "echo x >/more/y || echo refused")).contains("refused");

        Path memory = memory(id);
        removeTree(memory);
        Engine.docker(List.of("kill", container.id()));
        machine.await(
                "it runs again, its secret too",
                () -> machine.engine()
                        .only(id)
                        .filter(again -> inside(again, "cat /run/secrets/key").equals(secret))
                        .isPresent());

        machine.remove(id);
        assertThat(memory).doesNotExist();
        assertThat(machine.home().directory().resolve("agent/files").resolve(id))
                .doesNotExist();
    }

    @Test
    void aLinkIsNotFollowed(@TempDir Path directory) throws Exception {
        Path template = written(directory);
        Files.delete(template.resolve("more/deep/er.txt"));
        Files.createSymbolicLink(template.resolve("more/deep/er.txt"), Path.of("/etc/passwd"));

        Engine.Said added = machine.cli("template", "add", template.toString());

        assertThat(added.exit()).isNotZero();
        assertThat(added.text()).contains("er.txt is a link");
    }

    @Test
    void aComposeFileAloneBecomesATemplateAndTwoAreToldApart(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("docker-compose.yml");
        Files.writeString(file, "services:\n  web: {image: 'a:1', command: run}\n  old: {image: b}\n");
        Engine.Said first = machine.cli(
                "template", "add", "alone", "--from", file.toString(), "--web", "web:8000", "--health", "/health");
        Files.writeString(file, "services:\n  web: {image: 'a:2', command: run}\n  new: {image: b}\n");
        Engine.Said second = machine.cli(
                "template", "add", "alone", "--from", file.toString(), "--web", "web:8000", "--version", "2");

        Engine.Said diff = machine.cli("template", "diff", "alone@1", "alone@2");

        assertThat(first.exit()).as(first.text()).isZero();
        assertThat(second.exit()).as(second.text()).isZero();
        assertThat(diff.text())
                .contains("- service old", "+ service new", "services.web.image", "- a:1", "+ a:2", "web.health")
                .doesNotContain("command");
    }

    private static Path written(Path directory) throws IOException {
        Path template = Files.createDirectories(directory.resolve("template"));
        Files.createDirectories(template.resolve("more/deep"));
        Files.writeString(template.resolve("template.yaml"), MANIFEST);
        Files.writeString(template.resolve("docker-compose.yml"), COMPOSE);
        Files.writeString(template.resolve("page.html"), "from a file, for ${TENANTRY_TENANT}");
        Files.writeString(template.resolve("settings.env"), "HELLO_GREETING='Good day'\n");
        Files.writeString(template.resolve("more/deep/er.txt"), "below\n");
        Files.write(template.resolve("more/large.bin"), new byte[1 << 20]);
        Files.writeString(template.resolve("README.md"), "named by nobody");
        return template;
    }

    private static String inside(Engine.Container container, String script) {
        return Engine.docker(List.of("exec", container.id(), "sh", "-c", script))
                .text();
    }

    /** Where secrets of the instance lie on this machine, in memory. */
    private static Path memory(String id) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/dev/shm"))) {
            return all.map(home -> home.resolve(id))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void removeTree(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
