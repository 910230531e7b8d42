package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/** Rows as tests need them: whatever a test does not name is filled in. Ids come from a seed, so they differ within a test only. */
final class Rows {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    static final TemplateRef HELLO = TemplateRef.parse("hello@1.0");

    private final Ids ids;

    Rows(long seed) {
        this.ids = new Ids(new Random(seed));
    }

    TenantRow tenant(String name) {
        return new TenantRow(
                new TenantId(ids.next("t-")), new TenantName(name), name + " Inc.", "standard", false, NOW, 0);
    }

    TemplateRow hello() {
        return new TemplateRow(HELLO, "Says hello.", "name: hello\n", "services: {}\n", NOW, false);
    }

    InstanceRow instance(TenantRow tenant, String name) {
        return new InstanceRow(
                new InstanceId(ids.next("i-")),
                tenant.id(),
                new InstanceName(name),
                HELLO,
                new TreeMap<>(Map.of("greeting", "Grüß Gott, \"friend\"")),
                new TreeMap<>(Map.of("web", 2)),
                Goal.RUNNING,
                new TreeMap<>(Map.of("team", "blue")),
                NOW,
                Optional.empty(),
                0);
    }

    NodeRow node(String name) {
        NodeName nodeName = new NodeName(name);
        NodeFacts facts = new NodeFacts(
                nodeName, "a", 4, 8L << 30, 100L << 30, 50L << 30, "20.10.24", "1.41", "0.1.0", Map.of("disk", "ssd"));
        return new NodeRow(new NodeId(ids.next("n-")), nodeName, facts, false, NOW, NOW, 0);
    }

    OperationRow operation(InstanceRow instance, Instant created) {
        return new OperationRow(
                new OperationId(ids.next("o-")),
                OperationKind.CREATE,
                instance.id(),
                instance.tenant(),
                OperationState.RUNNING,
                List.of(new OperationStep("place", OperationStep.State.PENDING, Optional.empty())),
                Optional.empty(),
                "r-1",
                "admin",
                created,
                created,
                Optional.empty(),
                0);
    }

    /** A tenant with an instance, both written, and the template that it is of. */
    InstanceRow written(Writing writing, String name) {
        TenantRow tenant = writing.tenants().insert(tenant(name));
        writing.templates().add(hello());
        return writing.instances().insert(instance(tenant, name));
    }
}
