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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bytesWaitUntilTheyHaveComeEvenlyButForASecondsWorth(long seed) {
        Random random = new Random(seed);
        long perSecond = 64 << 10 << random.nextInt(15);
        Usage usage = new Usage();
        long begin = random.nextLong(SECOND);
        long now = begin;
        long came = 0;
        for (int i = 0; i < 10_000; i++) {
            long bytes = 1 + random.nextInt(64 << 10);
            came += bytes;
            now += usage.send(bytes, perSecond, now);
            assertThat(came).isLessThanOrEqualTo(perSecond + (now - begin) * perSecond / SECOND + i + 1);
        }
        assertThat(usage.receive(1, perSecond, now)).as("the other direction").isZero();
    }

    @Test
    void whoHasReadTooMuchIsNotForgottenBeforeThatIsMadeGood() {
        Usage usage = new Usage();
        assertThat(usage.receive(3, 1, 0)).isEqualTo(2 * SECOND);

        assertThat(usage.isIdle(3 * SECOND - 1)).isFalse();
        assertThat(usage.isIdle(3 * SECOND)).isTrue();
        usage.send(1, 1, 3 * SECOND);
        assertThat(usage.isIdle(3 * SECOND)).isFalse();
    }
}
