package org.tenantry.gateway.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "{0} a second, {1} at once")
    @CsvSource({"1, 1", "1, 5", "10, 1", "1000, 200", "1000000, 40000", "7, 3"})
    void aSilenceAllowsTheBurstAndNoMore(int perSecond, int burst) {
        Usage usage = new Usage();
        long now = 123_456_789L;
        int came = 0;
        while (came <= burst && usage.come(perSecond, burst, now)) {
            came++;
        }
        assertThat(came).isEqualTo(burst);
        assertThat(usage.come(perSecond, burst, now + SECOND / perSecond)).isTrue();
        assertThat(usage.come(perSecond, burst, now + SECOND / perSecond)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverMoreThanTheRateAndTheBurstWhateverThePattern(long seed) {
        Random random = new Random(seed);
        int perSecond = 1 + random.nextInt(1000);
        int burst = 1 + random.nextInt(50);
        Usage usage = new Usage();
        long begin = random.nextLong(SECOND);
        long now = begin;
        long came = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextLong(SECOND / perSecond);
            came += usage.come(perSecond, burst, now) ? 1 : 0;
            assertThat(came).isLessThanOrEqualTo(burst + 1 + (now - begin) * perSecond / SECOND);
        }
        // They were asked for twice as fast as they may come: hardly one is lost.
        assertThat(came).isGreaterThanOrEqualTo((now - begin) * perSecond / SECOND - 1);
    }

    @Test
    void whoCameLongAgoIsNotKeptWaiting() {
        assertThat(Pace.after(Long.MIN_VALUE / 2, 0, 1, 1)).isEqualTo(SECOND);
        assertThat(Pace.after(5 * SECOND, 0, 1, 1)).isEqualTo(Pace.REFUSED);
    }
}
