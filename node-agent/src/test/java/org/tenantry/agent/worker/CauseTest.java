package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.RunEnd;

class CauseTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FINISHED = STARTED.plusSeconds(100);

    /** Times are in milliseconds after the end that the container shows. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "never",
            value = {
                // seen before, told at, by itself, now, cause
                "true,  0,      true,  5,     ITS_OWN",
                "true,  3,      true,  5,     ITS_OWN",
                "false, 3,      true,  5,     ANOTHERS",
                "true,  3,      true,  99999, ITS_OWN",
                "true,  3,      false, 5,     ANOTHERS",
                "false, 3,      false, 5,     ANOTHERS",
                "true,  never,  false, 5,     UNTOLD",
                "true,  never,  false, 9999,  UNTOLD",
                "true,  never,  false, 10000, ANOTHERS",
                "false, never,  false, 5,     ANOTHERS",
                // What was told is of an earlier run.
                "true,  -1,     true,  5,     UNTOLD",
                "true,  -1,     true,  10000, ANOTHERS",
                "false, -1,     true,  5,     ANOTHERS",
                "true,  -50000, false, 5,     UNTOLD",
            })
    void isJudgedByWhatTheEngineTold(boolean seen, Long toldAt, boolean byItself, long now, Cause cause) {
        Memory memory = Memory.begun(List.of());
        memory = seen ? memory.withWitnessed("c", STARTED) : memory;
        memory = toldAt == null ? memory : memory.withEnd(new RunEnd("c", FINISHED.plusMillis(toldAt), byItself));

        ContainerState.Exited exited = new ContainerState.Exited(0, FINISHED, false);

        assertThat(Cause.of("c", exited, memory, FINISHED.plusMillis(now))).isEqualTo(cause);
        assertThat(Cause.of("c", exited, memory.unsure(), FINISHED.plusMillis(now)))
                .isEqualTo(Cause.ANOTHERS);
        assertThat(Cause.of("c", exited, memory.without("c"), FINISHED.plusMillis(now)))
                .isEqualTo(Cause.ANOTHERS);
    }
}
