package org.tenantry.gateway.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final long BEGIN = -5_000_000_000L;

    private final Standing standing = new Standing(BEGIN);

    @Test
    void isLeftOutAfterSomeFailuresInARow() {
        fail(Standing.MOST_FAILURES - 1, BEGIN);
        assertThat(standing.isAbsent(BEGIN)).isFalse();

        fail(1, BEGIN);

        assertThat(standing.isAbsent(BEGIN)).isTrue();
        assertThat(standing.isAbsent(BEGIN + Standing.FIRST_ABSENCE - 1)).isTrue();
        assertThat(standing.isAbsent(BEGIN + Standing.FIRST_ABSENCE)).isFalse();
    }

    @Test
    void anAnswerBetweenTwoFailuresForgivesTheFirst() {
        for (int i = 0; i < 10; i++) {
            fail(Standing.MOST_FAILURES - 1, BEGIN);
            standing.answered();
        }

        assertThat(standing.isAbsent(BEGIN)).isFalse();
    }

    @Test
    void stillBrokenAfterAnAbsenceItIsLeftOutTwiceAsLongAndNoLongerThanTheLongest() {
        fail(Standing.MOST_FAILURES, BEGIN);
        long now = BEGIN + Standing.FIRST_ABSENCE;
        fail(1, now);
        assertThat(standing.isAbsent(now + 2 * Standing.FIRST_ABSENCE - 1)).isTrue();
        assertThat(standing.isAbsent(now + 2 * Standing.FIRST_ABSENCE)).isFalse();

        for (int i = 0; i < 100; i++) {
            now += Standing.LONGEST_ABSENCE;
            fail(1, now);
        }

        assertThat(standing.isAbsent(now + Standing.LONGEST_ABSENCE - 1)).isTrue();
        assertThat(standing.isAbsent(now + Standing.LONGEST_ABSENCE)).isFalse();
    }

    @Test
    void whatFailsWhileItIsLeftOutDoesNotCount() {
        fail(Standing.MOST_FAILURES + 10, BEGIN);

        assertThat(standing.isAbsent(BEGIN + Standing.FIRST_ABSENCE)).isFalse();
    }

    @Test
    void aNewOneTakesItsShareLittleByLittle() {
        double atOnce = standing.load(BEGIN);
        double halfway = standing.load(BEGIN + Standing.WARM_UP / 2);
        double warm = standing.load(BEGIN + Standing.WARM_UP);

        assertThat(atOnce).isEqualTo(10);
        assertThat(halfway).isEqualTo(2);
        assertThat(warm).isEqualTo(1);
        assertThat(standing.load(BEGIN + Duration.ofDays(9).toNanos())).isEqualTo(1);
    }

    @Test
    void whatItDoesWeighs() {
        standing.began();
        standing.began();
        standing.ended();

        assertThat(standing.load(BEGIN + Standing.WARM_UP)).isEqualTo(2);
    }

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            standing.failed(now);
        }
    }
}
