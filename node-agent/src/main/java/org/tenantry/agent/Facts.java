package org.tenantry.agent;

import java.util.Optional;
import java.util.function.Supplier;
import org.tenantry.agent.runtime.EngineFacts;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.NodeFacts;

/** What the agent tells of its machine; while the engine is away, what was known last. */
final class Facts implements Supplier<NodeFacts> {
    private final Runtime runtime;
    private final AgentSettings.NodeLabels node;
    private Optional<EngineFacts> last = Optional.empty();

    Facts(Runtime runtime, AgentSettings.NodeLabels node) {
        this.runtime = runtime;
        this.node = node;
    }

    @Override
    public NodeFacts get() {
        EngineFacts engine = engine();
        return new NodeFacts(
                node.name(),
                node.zone(),
                engine.cores(),
                engine.memoryBytes(),
                engine.diskBytes(),
                engine.diskFreeBytes(),
                engine.version(),
                engine.api(),
                version(),
                node.labels());
    }

    private EngineFacts engine() {
        try {
            EngineFacts facts = runtime.facts();
            last = Optional.of(facts);
            return facts;
        } catch (TenantryException away) {
            return last.orElseThrow(() -> away);
        }
    }

    private static String version() {
        return Optional.ofNullable(Facts.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
