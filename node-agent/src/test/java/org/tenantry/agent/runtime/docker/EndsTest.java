package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.agent.runtime.RunEnd;

class EndsTest {
    private final Ends ends = new Ends();

    @ParameterizedTest
    @CsvSource({
        "start die, true",
        "die, true",
        "start pause unpause oom die, true",
        "start kill die, false",
        "start kill kill die, false",
        "kill die, false",
        "start kill die start die, true",
        "start kill destroy start die, true",
        "start kill start die, true",
        "start die start kill die, false",
    })
    void tellsWhetherTheLastEndCameWithoutASignal(String actions, boolean byItself) {
        Optional<RunEnd> last = Optional.empty();
        for (String action : List.of(actions.split(" "))) {
            last = ends.after(event(action, "c"));
        }

        assertThat(last).contains(new RunEnd("c", Instant.parse("2026-11-22T17:46:19.773703541Z"), byItself));
    }

    @Test
    void tellsOneEndOfEachRun() {
        ends.after(event("kill", "c"));

        assertThat(ends.after(event("die", "c"))).isPresent();
        assertThat(ends.after(event("die", "c"))).isEmpty();
        ends.after(event("start", "c"));
        assertThat(ends.after(event("die", "c"))).isPresent();
    }

    @Test
    void takesASignalForItsOwnContainersOnly() {
        ends.after(event("kill", "other"));

        assertThat(ends.after(event("die", "c")).orElseThrow().byItself()).isTrue();
        assertThat(ends.after(event("die", "other")).orElseThrow().byItself()).isFalse();
    }

    private static Event event(String action, String container) {
        String json = """
                {"Type": "container", "Action": "%s", "Actor": {"ID": "%s", "Attributes": {"signal": "15"}},
                 "time": 1795369579, "timeNano": 1795369579773703541}""".formatted(action, container);
        try {
            return DefaultDockerClientConfig.createDefaultConfigBuilder()
                    .build()
                    .getObjectMapper()
                    .readValue(json, Event.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
