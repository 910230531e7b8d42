package org.tenantry.gateway.templates.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.error.ErrorCode;

class TreeReaderTest {
    private final Remarks remarks = new Remarks("file.yml");

    @Test
    void everyKeyKnowsItsLine() {
        Tree.Mapping map = map("# first\na: 1\n\nb:\n  c: 2\n");

        assertThat(map.entries()).extracting(Tree.Entry::key).containsExactly("a", "b");
        assertThat(map.entries()).extracting(Tree.Entry::line).containsExactly(2, 4);
        Tree.Mapping inner = (Tree.Mapping) map.find("b").orElseThrow();
        assertThat(inner.entries().getFirst().line()).isEqualTo(5);
    }

    @Test
    void mergeKeysAreWrittenOutAndOwnKeysWin() {
        Tree.Mapping map = map("""
                x: &one {a: 1, b: 1}
                y: &two {b: 2, c: 2}
                z:
                  << : [*one, *two]
                  a: 3
                """);

        Tree.Mapping merged = (Tree.Mapping) map.find("z").orElseThrow();
        assertThat(merged.entries().stream().map(it -> it.key() + "=" + ((Tree.Scalar) it.value()).text()))
                .containsExactly("a=3", "b=1", "c=2");
        assertThat(merged.entries()).extracting(Tree.Entry::line).containsExactly(5, 1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | NUMBER", "-2.5 | NUMBER", "1e3 | NUMBER", "0x1F | NUMBER", ".inf | NUMBER",
                "true | BOOLEAN", "False | BOOLEAN", "yes | TEXT", "on | TEXT", "n | TEXT",
                "22:22 | TEXT", "2001-12-14 | TEXT", "1_000 | TEXT", "~ | NOTHING", "null | NOTHING",
                "'\"5\"' | TEXT", "!!str 5 | TEXT", "1.2.3 | TEXT",
            })
    void readsScalarsByYaml12(String written, Tree.Scalar.Kind kind) {
        Tree.Scalar scalar = (Tree.Scalar) map("a: " + written).find("a").orElseThrow();

        assertThat(scalar.type()).isEqualTo(kind);
    }

    @Test
    void numbersKeepTheTextThatIsWritten() {
        assertThat(((Tree.Scalar) map("a: 010").find("a").orElseThrow()).text()).isEqualTo("010");
        assertThat(((Tree.Scalar) map("a: 1.0").find("a").orElseThrow()).text()).isEqualTo("1.0");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("tab", "a:\n\tb: 1", ErrorCode.MALFORMED, 2),
                Arguments.of("duplicate key", "a: 1\nb: 2\na: 3", ErrorCode.MALFORMED, 3),
                Arguments.of("duplicate key in a flow", "a: {b: 1, b: 2}", ErrorCode.MALFORMED, 1),
                Arguments.of("java tag", "a: !!javax.script.ScriptEngineManager [x]", ErrorCode.MALFORMED, 1),
                Arguments.of("java tag on a text", "a: !!java.net.URL http://x", ErrorCode.MALFORMED, 1),
                Arguments.of("java tag on a map", "a: !!java.util.Date {}", ErrorCode.MALFORMED, 1),
                Arguments.of("binary", "a: !!binary aGk=", ErrorCode.MALFORMED, 1),
                Arguments.of("set", "a: !!set {b, c}", ErrorCode.MALFORMED, 1),
                Arguments.of("own tag", "a: !reset null", ErrorCode.MALFORMED, 1),
                Arguments.of("list as a key", "? [a]\n: b", ErrorCode.MALFORMED, 1),
                Arguments.of("nothing as a key", "? \n: b", ErrorCode.MALFORMED, 1),
                Arguments.of("two documents", "a: 1\n---\nb: 2", ErrorCode.MALFORMED, 2),
                Arguments.of("no document", "# nothing\n", ErrorCode.MALFORMED, 0),
                Arguments.of("unclosed", "a: [1, 2", ErrorCode.MALFORMED, 1),
                Arguments.of("unknown alias", "a: *b", ErrorCode.MALFORMED, 1),
                Arguments.of("merge of a text", "a:\n  <<: text", ErrorCode.MALFORMED, 2),
                Arguments.of("merge of texts", "a:\n  <<: [b, c]", ErrorCode.MALFORMED, 2),
                Arguments.of("a directive", "%YAML 3.0\n---\na: 1", ErrorCode.MALFORMED, 1),
                Arguments.of("control character", "a: \u0001", ErrorCode.MALFORMED, 0),
                Arguments.of("too many bytes", "a: " + "é".repeat(140_000), ErrorCode.TOO_LARGE, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String text, ErrorCode code, int line) {
        Optional<Tree> tree = TreeReader.read(text, remarks);

        Problem problem = remarks.problems().getFirst();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.line()).as(problem.message()).isEqualTo(line);
        assertThat(tree.isEmpty() || !remarks.problems().isEmpty()).isTrue();
    }

    @Test
    void aliasesOfAliasesEndAtTheBudget() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, alias))));
        }

        TreeReader.read(bomb.toString(), remarks);

        assertThat(codes()).containsExactly(ErrorCode.TOO_LARGE);
    }

    @Test
    void mergesOfMergesEndAtTheBudget() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 25; i++) {
            bomb.append("a%1$d: &a%1$d {<<: [*a%2$d, *a%2$d, *a%2$d], k%1$d: *a%2$d}\n".formatted(i, i - 1));
        }

        TreeReader.read(bomb.toString(), remarks);

        assertThat(codes()).containsExactly(ErrorCode.TOO_LARGE);
    }

    @Test
    void aValueThatContainsItselfEndsAtTheDepth() {
        TreeReader.read("a: &a [*a, *a]", remarks);

        assertThat(remarks.problems()).hasSize(1);
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        TreeReader.read("a: " + "[".repeat(100_000), remarks);
        assertThat(codes()).containsExactly(ErrorCode.MALFORMED);

        Remarks maps = new Remarks("file.yml");
        TreeReader.read("{a: ".repeat(60_000), maps);
        assertThat(maps.problems()).hasSize(1);
    }

    @Test
    void hugeNumbersAreTexts() {
        Tree.Scalar scalar =
                (Tree.Scalar) map("a: " + "9".repeat(100_000)).find("a").orElseThrow();

        assertThat(scalar.text()).hasSize(100_000);
    }

    private List<ErrorCode> codes() {
        return remarks.problems().stream().map(Problem::code).toList();
    }

    private Tree.Mapping map(String text) {
        Tree tree = TreeReader.read(text, remarks).orElseThrow(() -> new AssertionError(remarks.problems()));
        assertThat(remarks.problems()).isEmpty();
        return (Tree.Mapping) tree;
    }
}
