package org.tenantry.gateway.scheduler;

import java.util.List;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

/** What the scheduler came to for one instance. */
public sealed interface Placing {
    /** A node was found. */
    record Chosen(NodeId node) implements Placing {}

    /** No node fits; the instance waits, and this is why. */
    record Waits(List<Refusal> refusals) implements Placing {
        public Waits {
            refusals = List.copyOf(refusals);
        }

        /** One sentence for people. */
        public String reason() {
            if (refusals.isEmpty()) {
                return "no node has joined the cluster yet";
            }
            return String.join(
                    "; ",
                    refusals.stream()
                            .limit(5)
                            .map(refusal -> refusal.name() + ": " + refusal.reason())
                            .toList());
        }
    }

    /** Why one node was refused. */
    record Refusal(NodeId node, NodeName name, String reason) {}
}
