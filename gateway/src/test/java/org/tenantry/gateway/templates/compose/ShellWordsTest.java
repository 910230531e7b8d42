package org.tenantry.gateway.templates.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    static Stream<Arguments> splits() {
        return Stream.of(
                Arguments.of("a b  c", List.of("a", "b", "c")),
                Arguments.of("redis-server --save \"\"", List.of("redis-server", "--save", "")),
                Arguments.of("a '' b", List.of("a", "", "b")),
                Arguments.of("", List.of()),
                Arguments.of(" \t\n ", List.of()),
                Arguments.of("sh -c 'sleep 1 && echo \"x\"'", List.of("sh", "-c", "sleep 1 && echo \"x\"")),
                Arguments.of("a\\ b c", List.of("a b", "c")),
                Arguments.of("\"a\\\"b\\\\c\\d\"", List.of("a\"b\\c\\d")),
                Arguments.of("a\"b\"'c'", List.of("abc")),
                Arguments.of("'it'\\''s'", List.of("it's")),
                Arguments.of("--title ${title:-two words} x", List.of("--title", "${title:-two words}", "x")),
                Arguments.of("a $${x y}", List.of("a", "$${x", "y}")));
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource
    void splits(String written, List<String> words) {
        assertThat(ShellWords.split(written)).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"b", "a 'b", "a \\", "\"", "'", "\"\\\""})
    void refusesWhatIsNotClosed(String written) {
        assertThat(ShellWords.split(written)).isEmpty();
    }
}
