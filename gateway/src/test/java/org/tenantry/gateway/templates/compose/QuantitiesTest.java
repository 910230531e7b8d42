package org.tenantry.gateway.templates.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "10s, PT10S",
        "1m30s, PT1M30S",
        "500ms, PT0.5S",
        "1.5s, PT1.5S",
        "2h, PT2H",
        "40us, PT0.00004S",
        "24h, PT24H"
    })
    void durations(String text, Duration duration) {
        assertThat(Quantities.duration(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "s", "-1s", "1s ", "1 s", "1d", "25h", "99999999999999999h", "1..5s", "1sx", "１s"})
    void notDurations(String text) {
        assertThat(Quantities.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "64m, 67108864",
        "64M, 67108864",
        "64mb, 67108864",
        "64MiB, 67108864",
        "1g, 1073741824",
        "1.5g, 1610612736",
        "8388608, 8388608",
        "10240k, 10485760",
        "8388608b, 8388608",
        "6m, 6291456"
    })
    void memory(String text, long bytes) {
        assertThat(Quantities.memory(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "0", "5m", "1025t", "1e9", "99999999999999999999999", "64 x", "half"})
    void notMemory(String text) {
        assertThat(Quantities.memory(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 500", "2, 2000", "0.01, 10", "1.2345, 1235", "1024, 1024000"})
    void cores(String text, int milliCores) {
        assertThat(Quantities.milliCores(text)).contains(milliCores);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "0.001", "1025", "1,5", "1e3", ".5", "99999999999999999999999999"})
    void notCores(String text) {
        assertThat(Quantities.milliCores(text)).isEmpty();
    }

    @Test
    void wholeNumbersHaveBounds() {
        assertThat(Quantities.whole("3", 0, 3)).contains(3);
        assertThat(Quantities.whole("4", 0, 3)).isEmpty();
        assertThat(Quantities.whole("-1", 0, 3)).isEmpty();
        assertThat(Quantities.whole("9".repeat(40), 0, 3)).isEmpty();
    }
}
