package org.tenantry.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.store.InstanceRow;

class InstanceFilterTest {
    private static final InstanceRow ROW = new InstanceRow(
                    new InstanceId("i-aaaaaaaaaaaa"),
                    new TenantId("t-aaaaaaaaaaaa"),
                    new InstanceName("acme"),
                    TemplateRef.parse("agenda@1.1"),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    Goal.RUNNING,
                    new TreeMap<>(Map.of("team", "blue", "vip", "")),
                    Instant.EPOCH,
                    Optional.empty(),
                    1)
            .withNote("Grüße an ÖRK");

    static Stream<Arguments> filters() {
        InstanceFilter all = InstanceFilter.ALL;
        return Stream.of(
                arguments(all, true),
                arguments(labels("team=blue"), true),
                arguments(labels("team,vip"), true),
                arguments(labels("team=red"), false),
                arguments(labels("team=blue,other"), false),
                arguments(labels("vip="), true),
                arguments(of(Optional.of("agenda"), Optional.empty()), true),
                arguments(of(Optional.of("agenda@1.1"), Optional.empty()), true),
                arguments(of(Optional.of("agenda@1"), Optional.empty()), false),
                arguments(of(Optional.of("agend"), Optional.empty()), false),
                arguments(of(Optional.empty(), Optional.of("CM")), true),
                arguments(of(Optional.empty(), Optional.of("örk")), true),
                arguments(of(Optional.empty(), Optional.of("second.exam")), true),
                arguments(of(Optional.empty(), Optional.of("third")), false),
                arguments(states(Goal.RUNNING, Observed.DEGRADED, false), true),
                arguments(states(Goal.STOPPED, Observed.DEGRADED, false), false),
                arguments(states(Goal.RUNNING, Observed.RUNNING, false), false),
                arguments(states(Goal.RUNNING, Observed.DEGRADED, true), false));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void takesWhatFitsAll(InstanceFilter filter, boolean taken) {
        assertThat(filter.takes(
                        ROW, () -> Observed.DEGRADED, () -> List.of(new CanonicalHost("second.example.org"))))
                .isEqualTo(taken);
    }

    @Test
    void refusesLabelsThatAreNone() {
        for (String text : List.of("", "=x", "a,,b", "a=1,a=2")) {
            assertThatThrownBy(() -> InstanceFilter.labels(text))
                    .isInstanceOfSatisfying(
                            TenantryException.class,
                            refused -> assertThat(refused.field()).contains("label"));
        }
    }

    private static InstanceFilter labels(String text) {
        return new InstanceFilter(
                InstanceFilter.labels(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static InstanceFilter of(Optional<String> template, Optional<String> text) {
        return new InstanceFilter(
                Map.of(), Optional.empty(), Optional.empty(), template, Optional.empty(), Optional.empty(), text);
    }

    private static InstanceFilter states(Goal goal, Observed observed, boolean locked) {
        return new InstanceFilter(
                Map.of(),
                Optional.of(goal),
                Optional.of(observed),
                Optional.empty(),
                Optional.of(locked),
                Optional.of(false),
                Optional.empty());
    }
}
