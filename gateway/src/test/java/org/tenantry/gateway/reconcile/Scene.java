package org.tenantry.gateway.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.node.Term;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.instances.Outline;
import org.tenantry.gateway.scheduler.Candidate;
import org.tenantry.gateway.scheduler.Demand;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.PlacementRow;
import org.tenantry.gateway.store.Removal;

/** A world with one instance, for tests: begins with nothing but its goal. */
record Scene(
        InstanceRow row,
        List<HostRow> hosts,
        Optional<PlacementRow> placement,
        Set<NodeId> holdings,
        Optional<OperationRow> ordered,
        List<Candidate> nodes,
        Optional<InstanceReport> report,
        boolean answers,
        long appliedEverywhere) {
    static final InstanceId ID = new InstanceId("i-aaaaaaaaaaaa");
    static final TenantId TENANT = new TenantId("t-aaaaaaaaaaaa");
    static final NodeId NODE = new NodeId("n-aaaaaaaaaaaa");
    static final NodeId OTHER_NODE = new NodeId("n-bbbbbbbbbbbb");
    static final Revision REVISION = new Revision("r1-0123456789abcdef0123456789abcdef");
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Term TERM = new Term(1, 1);
    static final long VERSION = 3;
    static final Outline OUTLINE = new Outline(
            new Demand(1 << 20, 100),
            new TreeMap<>(Map.of(new ServiceName("web"), new Outline.Wanted(REVISION, 1, false))));

    static Scene of(Goal goal) {
        InstanceRow row = new InstanceRow(
                ID,
                TENANT,
                new InstanceName("acme"),
                TemplateRef.parse("hello@1.0"),
                new TreeMap<>(),
                new TreeMap<>(),
                goal,
                new TreeMap<>(),
                NOW,
                Optional.empty(),
                VERSION);
        return new Scene(
                row,
                List.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Long.MAX_VALUE);
    }

    World world() {
        return new World(
                NOW,
                List.of(new DesiredInstance(row, hosts, placement, holdings, OUTLINE, WebRules.NONE)),
                ordered.stream().toList(),
                nodes,
                (node, instance) -> report.filter(ignored -> holdings.contains(node)),
                ignored -> answers,
                appliedEverywhere);
    }

    Scene withNode() {
        Candidate node =
                new Candidate(NODE, new NodeName("one"), true, false, new Demand(1L << 34, 4_000), Demand.NONE, 0);
        return copy(row, hosts, placement, holdings, ordered, List.of(node), report, answers);
    }

    Scene placed(NodeId node) {
        return copy(
                row,
                hosts,
                Optional.of(new PlacementRow(ID, node, TERM, 1)),
                Set.of(node),
                ordered,
                nodes,
                report,
                answers);
    }

    Scene forgotten() {
        return copy(row.withGoneAt(NOW), hosts, Optional.empty(), Set.of(), ordered, nodes, report, answers);
    }

    Scene removal(Removal removal) {
        return copy(
                row.withRemoval(Optional.of(removal)),
                hosts,
                placement,
                holdings,
                ordered,
                nodes,
                report,
                answers);
    }

    Scene host(HostRow host) {
        return copy(row, List.of(host), placement, holdings, ordered, nodes, report, answers);
    }

    Scene operation(OperationKind kind) {
        return operation(kind, OperationState.RUNNING);
    }

    Scene operation(OperationKind kind, OperationState state) {
        return operation(new OperationRow(
                new OperationId("o-aaaaaaaaaaaa"),
                kind,
                ID,
                TENANT,
                state,
                List.of(),
                Optional.empty(),
                "q-1",
                "admin",
                NOW,
                NOW,
                Optional.empty(),
                1));
    }

    Scene operation(OperationRow operation) {
        return copy(row, hosts, placement, holdings, Optional.of(operation), nodes, report, answers);
    }

    OperationRow operation() {
        return ordered.orElseThrow();
    }

    Scene reported(ReplicaState state) {
        return reportedAtVersion(VERSION, state);
    }

    Scene reportedAtVersion(long version, ReplicaState state) {
        ReplicaReport replica = new ReplicaReport(new ReplicaKey(new ServiceName("web"), 1), state, Optional.empty());
        InstanceReport seen = new InstanceReport(ID, TERM, version, false, List.of(replica));
        return copy(row, hosts, placement, holdings, ordered, nodes, Optional.of(seen), answers);
    }

    Scene gone() {
        InstanceReport seen = new InstanceReport(ID, TERM, VERSION, true, List.of());
        return copy(row, hosts, placement, holdings, ordered, nodes, Optional.of(seen), answers);
    }

    Scene answering() {
        return copy(row, hosts, placement, holdings, ordered, nodes, report, true);
    }

    Scene applied(long position) {
        return new Scene(row, hosts, placement, holdings, ordered, nodes, report, answers, position);
    }

    private Scene copy(
            InstanceRow newRow,
            List<HostRow> newHosts,
            Optional<PlacementRow> newPlacement,
            Set<NodeId> newHoldings,
            Optional<OperationRow> newOrdered,
            List<Candidate> newNodes,
            Optional<InstanceReport> newReport,
            boolean newAnswers) {
        return new Scene(
                newRow,
                newHosts,
                newPlacement,
                newHoldings,
                newOrdered,
                newNodes,
                newReport,
                newAnswers,
                appliedEverywhere);
    }
}
