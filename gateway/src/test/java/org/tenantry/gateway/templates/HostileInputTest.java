package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;

/** Whatever the two texts are: an answer or a refusal that says where, and never anything else. */
class HostileInputTest {
    private static final int MUTATIONS = 12;
    private static final List<String> SEEDS = List.of(
            Samples.COMPOSE,
            CorpusTest.text("swarm.yml"),
            CorpusTest.text("classic.yml"),
            CorpusTest.text("supported.yml"));
    private static final List<String> PIECES = List.of(
            "\t",
            "\n",
            "  ",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "<<: *a",
            "!!java.net.URL ",
            "!x ",
            "\"",
            "'",
            "#",
            "|",
            ">",
            "? ",
            "%",
            "@",
            "`",
            "\0",
            "\u0085",
            "\ufeff",
            "\ud83c",
            "---\n",
            "...\n",
            "~",
            "null",
            "-1",
            "99999999999999999999",
            "0x",
            "${",
            "$",
            "${title:-",
            "${nobody}",
            "$$",
            "services",
            "\\",
            "\\u0000",
            "é",
            "x-");

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aMutatedFileIsReadOrRefused(int seed) {
        Random random = new Random(seed);

        for (int i = 0; i < MUTATIONS; i++) {
            String manifest = random.nextInt(4) == 0 ? mutated(Samples.MANIFEST, random) : Samples.MANIFEST;
            String compose = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            readAndRender(manifest, compose);
        }
    }

    @Test
    void shapesThatBreakReadersAreRefused() {
        for (String hostile : List.of(
                "services: &a {web: *a}",
                "services: &a [*a]",
                "&a {services: *a}",
                "services: {web: {image: x, environment: &a {B: *a}}}",
                "services: {web: &a {image: x, <<: *a}}",
                "services: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x']]]]",
                "services: {web: {image: x, command: " + "[".repeat(5000) + "}}",
                "services: {web: {image: x, command: '" + "${A:-".repeat(9000) + "'}}",
                "services: {web: {image: x, command: '" + "\\\"".repeat(9000) + "'}}",
                "services: {web: {image: x, user: '" + "a".repeat(200_000) + "'}}",
                "services: {web: {image: x, mem_limit: " + "9".repeat(200_000) + "}}",
                "services: {web: {image: x, stop_grace_period: " + "1s".repeat(100_000) + "}}",
                "services: {? {a: b} : c}",
                "services: {web: {image: x, " + "x-a: ".repeat(1000) + "}}",
                "\ufeffservices: {web: {image: 'x\ud800'}}")) {
            readAndRender(Samples.MANIFEST, hostile);
            readAndRender(hostile, Samples.COMPOSE);
        }
    }

    @Test
    void aFileThatGrowsWhenFilledIsRefused() {
        StringBuilder wide = new StringBuilder("services:\n  web:\n    image: x\n    environment:\n");
        for (int i = 0; i < 3000; i++) {
            wide.append("      A").append(i).append(": '${title}'\n");
        }
        Template template = TemplateReader.read(
                "{format: 1, name: a, version: 1, web: {service: web, port: 1}, parameters: {title: {}}}",
                wide.toString());

        TenantryException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                TenantryException.class,
                () -> Rendering.render(
                        template,
                        new RenderInput(Samples.FACTS, Map.of("title", "x".repeat(1000)), Map.of(), Map.of())));

        assertThat(refused.message()).contains("characters with the variables put in");
    }

    private static void readAndRender(String manifest, String compose) {
        TemplateCheck check = TemplateReader.check(manifest, compose);
        try {
            Template template = TemplateReader.read(manifest, compose);
            assertThat(check.problems()).isEmpty();
            Rendering.render(
                    template,
                    new RenderInput(
                            Samples.FACTS,
                            Map.of("contact", "a@b", "title", "${x} $ \"'\n- {"),
                            Map.of("db_password", Secret.of("s3cret-enough"), "key", Secret.of("k")),
                            Map.of()));
        } catch (TenantryException refused) {
            assertThat(refused.message()).isNotEmpty().doesNotContain("s3cret-enough");
            assertThat(refused.field()).isPresent();
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !mutated.isEmpty(); i++) {
            int at = random.nextInt(mutated.length());
            int to = Math.min(mutated.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, to);
                case 1 -> mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, to));
                case 2 -> mutated.replace(at, at + 1, PIECES.get(random.nextInt(PIECES.size())));
                default -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return mutated.toString();
    }
}
