package org.tenantry.agent.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.instance.HealthCheck;

/**
 * How one run of a container has fared, by Compose's rules: so many failures in a row make it ill, those within the start
 * period not counted, and one success makes it well. While it starts it is asked far more often than once per interval, so
 * failures count once per interval then: asking eagerly must not use up the patience that the file asks for.
 *
 * @param counts from when on the next failure counts
 * @param asked how often it was asked since the run began
 * @param failures in a row
 */
record Course(Health health, Instant counts, int asked, int failures) {
    private static final Backoff EAGER = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1));

    static Course begun(HealthCheck check, Instant startedAt) {
        return new Course(
                new Health.Starting(), startedAt.plus(check.startPeriod()).plus(check.interval()), 0, 0);
    }

    Course after(Probes.Answer answer, HealthCheck check, Instant now) {
        return switch (answer) {
            case Probes.Answer.Good() -> well(now);
            case Probes.Answer.Bad(String said) -> failed(said, check, now);
        };
    }

    /** How long to wait before asking again. */
    Duration pause(HealthCheck check) {
        Duration eager = EAGER.after(asked);
        return switch (health) {
            case Health.Starting() -> eager.compareTo(check.interval()) < 0 ? eager : check.interval();
            case Health.Well(Instant since) -> check.interval();
            case Health.Ill ill -> check.interval();
        };
    }

    /** With the container's last lines, where it is ill. */
    Course with(List<String> lastLog) {
        return health instanceof Health.Ill(Instant since, String said, List<String> none)
                ? new Course(new Health.Ill(since, said, lastLog), counts, asked, failures)
                : this;
    }

    private Course well(Instant now) {
        Health next = health instanceof Health.Well ? health : new Health.Well(now);
        return new Course(next, now, asked + 1, 0);
    }

    private Course failed(String said, HealthCheck check, Instant now) {
        if (health instanceof Health.Starting && now.isBefore(counts)) {
            return new Course(health, counts, asked + 1, failures);
        }
        int inARow = failures + 1;
        Health next = inARow >= check.retries() ? ill(said, now) : health;
        return new Course(next, now.plus(check.interval()), asked + 1, inARow);
    }

    private Health ill(String said, Instant now) {
        return health instanceof Health.Ill(Instant since, String before, List<String> lastLog)
                ? new Health.Ill(since, before, lastLog)
                : new Health.Ill(now, said, List.of());
    }
}
