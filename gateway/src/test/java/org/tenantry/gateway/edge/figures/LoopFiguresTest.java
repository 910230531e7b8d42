package org.tenantry.gateway.edge.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoopFiguresTest {
    private final LoopFigures one = new LoopFigures();
    private final LoopFigures other = new LoopFigures();
    private final List<LoopFigures> both = List.of(one, other);

    @Test
    void sumsWhatAllEventLoopsMeasured() {
        one.ended(200, 500_000, 0, 256);
        one.ended(404, 500_001, 0, 257);
        other.ended(200, 3_600_000_000_000L, 0, 1L << 40);

        Distribution durations = LoopFigures.distribution(both, Measure.DURATION);
        assertThat(durations.buckets().getFirst()).isEqualTo(new Distribution.Bucket(0.0005, 1));
        assertThat(durations.buckets().get(1)).isEqualTo(new Distribution.Bucket(0.001, 1));
        assertThat(durations.buckets().getLast()).isEqualTo(new Distribution.Bucket(Double.POSITIVE_INFINITY, 1));
        assertThat(durations.count()).isEqualTo(3);
        assertThat(durations.sum()).isEqualTo(3600.001000001);
        Distribution sizes = LoopFigures.distribution(both, Measure.SENT);
        assertThat(sizes.buckets().getFirst()).isEqualTo(new Distribution.Bucket(256, 1));
        assertThat(sizes.buckets().getLast().count()).isEqualTo(1);
    }

    @Test
    void countsAnswersByClass() {
        for (int status : new int[] {200, 204, 301, 404, 499, 502, 0, 99, 999}) {
            one.answered(status);
        }

        assertThat(LoopFigures.sum(both, Event.ANSWER_2XX)).isEqualTo(2);
        assertThat(LoopFigures.sum(both, Event.ANSWER_3XX)).isEqualTo(1);
        assertThat(LoopFigures.sum(both, Event.ANSWER_4XX)).isEqualTo(2);
        assertThat(LoopFigures.sum(both, Event.ANSWER_5XX)).isEqualTo(1);
        assertThat(LoopFigures.sum(both, Event.NO_ANSWER)).isEqualTo(3);
    }

    @Test
    void measuresNoWebSocket() {
        one.ended(101, 3_600_000_000_000L, 1, 1);

        assertThat(LoopFigures.sum(both, Event.ANSWER_1XX)).isEqualTo(1);
        assertThat(LoopFigures.distribution(both, Measure.DURATION).count()).isZero();
        assertThat(LoopFigures.distribution(both, Measure.SENT).count()).isZero();
    }
}
