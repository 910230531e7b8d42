package org.tenantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Limits;

class BoundsTest {
    private static final Limits NAMED = new Limits(OptionalInt.of(8_000), OptionalLong.of(1L << 33), OptionalInt.of(9));

    @Test
    void countWhereTheServiceNamesNothing() {
        assertThat(Bounds.usual().of(Limits.NONE, 4))
                .isEqualTo(new Limits(OptionalInt.of(2_000), OptionalLong.of(2L << 30), OptionalInt.of(512)));
        assertThat(Bounds.usual().of(NAMED, 4)).isEqualTo(NAMED);
    }

    @Test
    void giveNoMoreCoresThanTheMachineHas() {
        assertThat(Bounds.usual().of(Limits.NONE, 1).milliCores()).hasValue(1_000);
    }

    @Test
    void giveNoMoreCoresThanTheTenantMayUse() {
        Limits tenant = new Limits(OptionalInt.of(500), OptionalLong.empty(), OptionalInt.empty());
        Bounds bounds = new Bounds(Limits.NONE, true, "tenantry", tenant);

        assertThat(bounds.of(NAMED, 4).milliCores()).hasValue(500);
        assertThat(bounds.of(Limits.NONE, 4)).isEqualTo(Limits.NONE);
    }
}
