package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Finding.Outcome;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.TemplateFile;
import org.tenantry.gateway.templates.source.Tree;
import org.tenantry.gateway.templates.source.TreeReader;

/** Files as hosters have them: whatever of them isn't supported yet, no key goes unmentioned. */
class CorpusTest {
    private static final String MANIFEST =
            "{format: 1, name: a, version: 1, web: {service: proxy, port: 8000}, parameters: {title: {}}, secrets:"
                    + " {key: }}";
    private static final Map<String, String> MANIFESTS = Map.of(
            "openslides-docker-big-mode.yml",
            """
            {format: 1, name: a, version: 1, web: {service: client, port: 80}, dropped: [proxy, letsencrypt]}
            """,
            "openslides-docker-pypi.yml",
            """
            {format: 1, name: a, version: 1, web: {service: nginx, port: 80},
             files: {../compose-big-mode/client/nginx.conf: {path: client/nginx.conf}}}
            """,
            "openslides3-stack.yml",
            """
            {format: 1, name: a, version: 1, web: {service: proxy, port: 8000}, secrets: {os_admin: , os_user: }}
            """,
            "openslides4-manage.yml",
            """
            {format: 1, name: a, version: 1, web: {service: proxy, port: 8000},
             secrets: {auth_token_key: , auth_cookie_key: , superadmin: , manage_auth_password: ,
                       internal_auth_password: , postgres_password: },
             parameters: {cert_crt: {secret: true}, cert_key: {secret: true}}}
            """);
    private static final List<String> OWN = List.of("swarm.yml", "classic.yml", "supported.yml");

    static Stream<String> files() throws IOException {
        Path corpus = Path.of(System.getProperty("tenantry.root", "."), "..", "shared", "corpus", "compose");
        if (!Files.isDirectory(corpus)) {
            return OWN.stream();
        }
        try (Stream<Path> files = Files.list(corpus)) {
            List<String> found = files.map(Path::toString)
                    .filter(it -> it.endsWith(".yml"))
                    .sorted()
                    .toList();
            return Stream.concat(OWN.stream(), found.stream());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyKeyOfEveryFileIsAccountedFor(String name) {
        String text = text(name);

        TemplateCheck check = check(name, text);

        Map<String, Outcome> byPath = new TreeMap<>();
        check.findings().stream()
                .filter(it -> it.file().equals(TemplateReader.COMPOSE_FILE))
                .forEach(it -> byPath.put(it.path(), it.outcome()));
        assertThat(unaccounted(tree(text), "", byPath)).isEmpty();
        assertThat(check.findings()).allMatch(it -> it.line() > 0);
        assertThat(check.findings())
                .filteredOn(it -> it.outcome() != Outcome.USED)
                .allMatch(it -> !it.reason().isEmpty());
        assertThat(check.findings())
                .filteredOn(it -> it.file().startsWith("x"))
                .allMatch(it -> it.outcome() == Outcome.USED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void whatKeepsAFileFromBeingTakenIsNotSupportedRatherThanNotUnderstood(String name) {
        TemplateCheck check = check(name, text(name));

        assertThat(check.problems())
                .filteredOn(it -> it.file().equals(TemplateReader.COMPOSE_FILE))
                .allMatch(it ->
                        it.code() == ErrorCode.UNSUPPORTED || it.expected().equals("an image"));
    }

    /** With its short template.yaml each of them is taken, but for what is still to be built. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileThatHostersHaveIsTakenWithAShortManifest(String name) {
        if (!MANIFESTS.containsKey(baseName(name))) {
            return;
        }

        TemplateCheck check = check(name, text(name));

        assertThat(check.problems())
                .filteredOn(it -> !it.path().endsWith(".build"))
                .isEmpty();
    }

    private static String baseName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Checked as the command line does it: with those files that are named, whatever is in them. */
    private static TemplateCheck check(String name, String text) {
        String manifest = MANIFESTS.getOrDefault(baseName(name), MANIFEST);
        List<TemplateFile> files = TemplateReader.check(manifest, text).files().stream()
                .map(path -> new TemplateFile(new FilePath(path), "a=b".getBytes(StandardCharsets.UTF_8), false))
                .toList();
        return TemplateReader.check(manifest, text, new FileSet(files));
    }

    @Test
    void aFileOfSupportedKeysIsTakenAndRendered() {
        Template template = TemplateReader.read(MANIFEST, text("supported.yml"));

        Rendered rendered = Rendering.render(
                template,
                new RenderInput(
                        Samples.FACTS, Map.of("title", "x"), Map.of("key", Secret.of("0123456789abcdef")), Map.of()));

        assertThat(rendered.services()).hasSize(5);
        assertThat(TemplateReader.check(MANIFEST, text("supported.yml")).findings())
                .extracting(Finding::outcome)
                .doesNotContain(Outcome.REFUSED);
    }

    /** Keys with neither a finding of their own nor an ignored or refused key around them. */
    private static List<String> unaccounted(Tree tree, String path, Map<String, Outcome> byPath) {
        List<String> missing = new ArrayList<>();
        switch (tree) {
            case Tree.Scalar scalar -> {}
            case Tree.Sequence list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    missing.addAll(unaccounted(list.items().get(i), path + "[" + i + "]", byPath));
                }
            }
            case Tree.Mapping map -> {
                for (Tree.Entry entry : map.entries()) {
                    String at = path.isEmpty() ? entry.key() : path + "." + entry.key();
                    Outcome outcome = byPath.get(at);
                    if (outcome == null) {
                        missing.add(at);
                    } else if (outcome == Outcome.USED) {
                        missing.addAll(unaccounted(entry.value(), at, byPath));
                    }
                }
            }
        }
        return missing;
    }

    private static Tree tree(String text) {
        return TreeReader.read(text, new Remarks("x")).orElseThrow();
    }

    static String text(String name) {
        try {
            if (!OWN.contains(name)) {
                return Files.readString(Path.of(name));
            }
            try (InputStream in = CorpusTest.class.getResourceAsStream(name)) {
                return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
