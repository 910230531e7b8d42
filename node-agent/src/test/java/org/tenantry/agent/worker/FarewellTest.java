package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.instance.Load;

class FarewellTest {
    @ParameterizedTest(name = "{0}, routed {1}, {2} requests, {3} streams, late {4}: {5}")
    @CsvSource({
        "SUCCEEDED, false, 0, 0, false, NOW",
        "SUCCEEDED, true,  0, 0, false, LATER",
        "SUCCEEDED, false, 1, 0, false, LATER",
        "SUCCEEDED, false, 0, 1, false, LATER",
        "SUCCEEDED, false, 0, 1, true,  ALL_THE_SAME",
        "SUCCEEDED, false, 0, 0, true,  NOW",
        "HELD,      false, 0, 0, false, NOW",
        "HELD,      false, 0, 9, false, NOW",
        "HELD,      false, 1, 9, false, LATER",
        "HELD,      true,  0, 0, false, LATER",
        "HELD,      true,  0, 0, true,  ALL_THE_SAME",
        "ENDING,    false, 0, 9, false, NOW",
        "ENDING,    false, 2, 0, false, LATER",
        "ENDING,    false, 2, 0, true,  ALL_THE_SAME",
    })
    void letsGoWhenNobodyNeedsIt(
            Occasion occasion, boolean routed, int requests, int streams, boolean late, Farewell verdict) {
        Optional<Load> load = Optional.of(new Load(routed, requests, streams));

        assertThat(Farewell.of(occasion, load, late)).isEqualTo(verdict);
    }

    @Test
    void waitsForAllItsTimeWhereNobodySaysAnything() {
        for (Occasion occasion : Occasion.values()) {
            assertThat(Farewell.of(occasion, Optional.empty(), false)).isEqualTo(Farewell.LATER);
            assertThat(Farewell.of(occasion, Optional.empty(), true)).isEqualTo(Farewell.ALL_THE_SAME);
        }
    }

    @Test
    void hasLessTimeWhereAnInstanceEnds() {
        assertThat(Occasion.SUCCEEDED.bound(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(Occasion.HELD.bound(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(Occasion.ENDING.bound(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(10));
        assertThat(Occasion.ENDING.bound(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    }
}
