package org.tenantry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.HealthCheck;

class CourseTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final HealthCheck CHECK = new HealthCheck(
            new HealthCheck.Probe.Tcp(80), Duration.ofSeconds(10), Duration.ofSeconds(1), 3, Duration.ofSeconds(5));
    private static final Probes.Answer GOOD = new Probes.Answer.Good();
    private static final Probes.Answer BAD = new Probes.Answer.Bad("refused");

    @Test
    void isAskedEagerlyWhileItStartsAndOncePerIntervalAfterwards() {
        Course course = Course.begun(CHECK, START);

        assertThat(course.after(BAD, CHECK, at(0)).pause(CHECK)).hasMillis(10);
        assertThat(failing(4, 0).pause(CHECK)).hasMillis(80);
        assertThat(failing(9, 0).pause(CHECK)).hasSeconds(1);
        assertThat(course.after(GOOD, CHECK, at(1)).pause(CHECK)).hasSeconds(10);
    }

    @Test
    void isWellWithTheFirstGoodAnswer() {
        assertThat(failing(9, 1).after(GOOD, CHECK, at(2)).health()).isEqualTo(new Health.Well(at(2)));
    }

    @Test
    void doesNotBecomeIllBeforeStartPeriodAndRetriesAreOver() {
        Course course = Course.begun(CHECK, START);
        for (int second = 0; second < 35; second++) {
            course = course.after(BAD, CHECK, at(second));
            assertThat(course.health()).as("second %d", second).isInstanceOf(Health.Starting.class);
        }

        assertThat(course.after(BAD, CHECK, at(35)).health()).isInstanceOf(Health.Ill.class);
    }

    @Test
    void becomesIllAfterSoManyFailuresInARowAndWellAgainAtOnce() {
        Course course = Course.begun(CHECK, START).after(GOOD, CHECK, at(1));

        course = course.after(BAD, CHECK, at(11)).after(BAD, CHECK, at(21)).after(GOOD, CHECK, at(31));
        assertThat(course.health()).isEqualTo(new Health.Well(at(1)));
        course = course.after(BAD, CHECK, at(41)).after(BAD, CHECK, at(51)).after(BAD, CHECK, at(61));
        assertThat(course.health()).isInstanceOfSatisfying(Health.Ill.class, ill -> {
            assertThat(ill.since()).isEqualTo(at(61));
            assertThat(ill.answer()).isEqualTo("refused");
        });
        assertThat(course.after(GOOD, CHECK, at(71)).health()).isEqualTo(new Health.Well(at(71)));
    }

    private static Course failing(int times, int second) {
        Course course = Course.begun(CHECK, START);
        for (int i = 0; i < times; i++) {
            course = course.after(BAD, CHECK, at(second));
        }
        return course;
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
