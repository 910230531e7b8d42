package org.tenantry.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tenantry.gateway.store.GatewayRow;

class NeighboursTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DEAD_AFTER = 3;

    private final Neighbours neighbours = new Neighbours(DEAD_AFTER);

    @Test
    void waitsForTheSlowestWhateverTheirClocksSay() {
        GatewayRow behind = new GatewayRow("g1", NOW.minus(Duration.ofDays(1)), 5);
        GatewayRow ahead = new GatewayRow("g2", NOW.plus(Duration.ofDays(1)), 7);

        assertThat(neighbours.applied(List.of(behind, ahead))).isEqualTo(5);
        assertThat(neighbours.applied(List.of(ahead))).isEqualTo(7);
        assertThat(neighbours.applied(List.of())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesForDeadWhatSaysNothingNewForLong() {
        GatewayRow silent = new GatewayRow("g1", NOW.plus(Duration.ofDays(1)), 5);

        for (int look = 1; look <= DEAD_AFTER; look++) {
            assertThat(neighbours.applied(List.of(silent))).isEqualTo(5);
        }
        for (int look = 1; look <= 10; look++) {
            assertThat(neighbours.applied(List.of(silent))).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(neighbours.applied(List.of(new GatewayRow("g1", NOW, 6)))).isEqualTo(6);
    }

    @Test
    void takesForAliveWhatSpeaksThoughItsClockGoesBackwards() {
        for (int look = 0; look < 100; look++) {
            assertThat(neighbours.applied(List.of(new GatewayRow("g1", NOW.minusSeconds(look), 5))))
                    .isEqualTo(5);
        }
    }
}
