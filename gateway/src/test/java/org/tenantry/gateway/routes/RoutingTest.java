package org.tenantry.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.edge.Availability;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.instances.Outline;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.PlacementRow;

/** Where the hosts of one instance lead, by what is wanted, what was seen and where they led until now. */
class RoutingTest {
    private static final InstanceId ID = new InstanceId("i-aaaaaaaaaaaa");
    private static final NodeId NODE = new NodeId("n-aaaaaaaaaaaa");
    private static final Term TERM = new Term(1, 3);
    private static final Endpoint THERE = endpoint(NODE, TERM);

    @ParameterizedTest(name = "{0}, answers: {1}, heard: {2}, until now {3} -> {4}")
    @CsvSource({
        "RUNNING, true,  true,  nowhere, serving",
        "RUNNING, true,  true,  away,    serving",
        "RUNNING, true,  true,  holding, serving",
        "RUNNING, false, true,  nowhere, away STARTING",
        "RUNNING, false, true,  away,    away STARTING",
        "RUNNING, false, true,  serving, holding STARTING",
        "RUNNING, false, true,  holding, holding STARTING",
        "RUNNING, false, false, serving, serving",
        "RUNNING, false, false, away,    away STARTING",
        "STOPPED, true,  true,  serving, away STOPPED",
        "STOPPED, false, true,  holding, away STOPPED",
        "SLEEPING, false, true, serving, away SLEEPING",
        "ABSENT,  true,  true,  serving, nowhere",
    })
    void leads(Goal goal, boolean answers, boolean heardAll, String current, String expected) {
        Optional<InstanceReport> report =
                heardAll ? Optional.of(report(answers ? Optional.of(THERE) : Optional.empty())) : Optional.empty();
        assertThat(text(Routing.of(instance(goal), report, heardAll, availability(current))))
                .isEqualTo(expected);
    }

    @Test
    void anEndpointOfAFormerPlacementCountsForNothing() {
        for (Endpoint former : List.of(endpoint(NODE, new Term(1, 2)), endpoint(new NodeId("n-bbbbbbbbbbbb"), TERM))) {
            assertThat(text(Routing.of(
                            instance(Goal.RUNNING),
                            Optional.of(report(Optional.of(former))),
                            true,
                            availability("nowhere"))))
                    .isEqualTo("away STARTING");
        }
    }

    private static Optional<Availability> availability(String text) {
        return switch (text) {
            case "serving" -> Optional.of(new Availability.Serving(List.of(THERE)));
            case "holding" -> Optional.of(new Availability.Holding(Availability.Reason.STARTING));
            case "away" -> Optional.of(new Availability.Away(Availability.Reason.STARTING));
            default -> Optional.empty();
        };
    }

    private static String text(Optional<Availability> availability) {
        return availability
                .map(one -> switch (one) {
                    case Availability.Serving serving -> "serving";
                    case Availability.Holding holding -> "holding " + holding.reason();
                    case Availability.Away away -> "away " + away.reason();
                })
                .orElse("nowhere");
    }

    private static InstanceReport report(Optional<Endpoint> endpoint) {
        ReplicaReport web =
                new ReplicaReport(THERE.replica(), new ReplicaState.Waiting("of no concern here"), endpoint);
        return new InstanceReport(ID, TERM, 1, false, List.of(web));
    }

    private static Endpoint endpoint(NodeId node, Term term) {
        return new Endpoint(node, term, ID, new ReplicaKey(new ServiceName("web"), 1), "10.1.2.3", 80, "t-1");
    }

    private static DesiredInstance instance(Goal goal) {
        InstanceRow row = new InstanceRow(
                ID,
                new TenantId("t-aaaaaaaaaaaa"),
                new InstanceName("acme"),
                TemplateRef.parse("hello@1.0"),
                new TreeMap<>(),
                new TreeMap<>(),
                goal,
                new TreeMap<>(),
                Instant.EPOCH,
                Optional.empty(),
                7);
        return new DesiredInstance(
                row,
                List.of(),
                Optional.of(new PlacementRow(ID, NODE, TERM, 1)),
                Set.of(NODE),
                Outline.NOTHING,
                WebRules.NONE);
    }
}
