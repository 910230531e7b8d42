package org.tenantry.gateway.templates.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.compose.Interpolation.Outcome;
import org.tenantry.gateway.templates.compose.Variables.Variable;

class InterpolationTest {
    private static final Variables VARIABLES = Variables.of(Map.of(
            "X", new Variable.Known("x"),
            "EMPTY", new Variable.Known(""),
            "UNSET", new Variable.Unset(),
            "OPEN", new Variable.Open(),
            "SECRET", new Variable.Hidden(Optional.of(Secret.of("s3cret"))),
            "LATER", new Variable.Hidden(Optional.empty())));

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "plain | plain",
                "$X | x",
                "${X} | x",
                "a$X.b | ax.b",
                "a${X}b | axb",
                "$$X | $X",
                "$${X} | ${X}",
                "$$$X | $x",
                "${X:-d} | x",
                "${X-d} | x",
                "${EMPTY:-d} | d",
                "${EMPTY-d} | ''",
                "${UNSET-d} | d",
                "${UNSET} | ''",
                "${UNSET:-d} | d",
                "${NOBODY:-d} | d",
                "${NOBODY-d} | d",
                "${NOBODY:+a} | ''",
                "${X:+a} | a",
                "${X+a} | a",
                "${EMPTY:+a} | ''",
                "${EMPTY+a} | a",
                "${UNSET+a} | ''",
                "${X:?e} | x",
                "${X?e} | x",
                "${EMPTY?e} | ''",
                "${NOBODY:-${X}} | x",
                "${NOBODY:-${EMPTY:-${X}}} | x",
                "${NOBODY:-a-b:c} | a-b:c",
                "${NOBODY:-} | ''",
                "{X} | {X}",
                "a}b | a}b",
                "${UNSET:-$X$X} | xx",
                "$Xa${X} | -",
            })
    void fills(String written, String expected) {
        Outcome outcome = Interpolation.fill(written, VARIABLES);

        if (expected == null) {
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        } else {
            assertThat(outcome).isEqualTo(new Outcome.Filled(new Text(expected, Text.State.KNOWN)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$NOBODY", "${NOBODY}", "${NOBODY:?e}", "${NOBODY?e}", "${UNSET?e}", "${EMPTY:?e}", "$", "a$", "$1",
                        "${}",
                "${X", "${X:}", "${X!}", "${ X}", "${X }", "${1X}", "${X:-${Y}", "$ X", "${X:-$}", "$(id)",
                "${UNSET:-${NOBODY}}",
            })
    void refuses(String written) {
        assertThat(Interpolation.fill(written, VARIABLES)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void theMessageOfARequiredVariableIsTold() {
        assertThat(Interpolation.fill("${UNSET:?name the meeting}", VARIABLES))
                .isEqualTo(new Outcome.Refused("${UNSET} without a value", "name the meeting"));
    }

    @Test
    void aValueThatASecretWentIntoIsASecret() {
        assertThat(filled("postgres://a:${SECRET}@db"))
                .isEqualTo(new Text("postgres://a:s3cret@db", Text.State.SECRET));
        assertThat(filled("${LATER}").state()).isEqualTo(Text.State.SECRET);
        assertThat(filled("${UNSET:-${SECRET}}").state()).isEqualTo(Text.State.SECRET);
        assertThat(filled("${SECRET:+yes}")).isEqualTo(new Text("yes", Text.State.KNOWN));
        assertThat(filled("${SECRET}$OPEN").state()).isEqualTo(Text.State.SECRET);
        assertThat(filled("${SECRET}").toString()).doesNotContain("s3cret");
    }

    @Test
    void whatMayBecomeASecretCountsAsOne() {
        assertThat(filled("${OPEN:-${SECRET}}").state()).isEqualTo(Text.State.SECRET);
        assertThat(filled("${OPEN:+${SECRET}}").state()).isEqualTo(Text.State.SECRET);
    }

    @Test
    void aValueIsPutInAsItIsAndNotReadAgain() {
        Variables hostile = Variables.of(Map.of("X", new Variable.Known("${Y} $Z $$")));

        assertThat(Interpolation.fill("$X", hostile))
                .isEqualTo(new Outcome.Filled(new Text("${Y} $Z $$", Text.State.KNOWN)));
    }

    @Test
    void growthIsBounded() {
        Variables wide = Variables.of(Map.of("X", new Variable.Known("x".repeat(1000))));

        assertThat(Interpolation.fill("$X".repeat(1000), wide)).isInstanceOf(Outcome.Refused.class);
        assertThat(Interpolation.fill("${A:-".repeat(20_000) + "}".repeat(20_000), wide))
                .isInstanceOf(Outcome.Refused.class);
    }

    private static Text filled(String written) {
        return ((Outcome.Filled) Interpolation.fill(written, VARIABLES)).text();
    }
}
