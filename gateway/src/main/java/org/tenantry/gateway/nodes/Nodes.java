package org.tenantry.gateway.nodes;

import java.util.Optional;
import java.util.function.Predicate;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;

/** Shows nodes. */
public final class Nodes {
    private final Store store;
    private final Predicate<NodeId> connected;

    /**
     * @param connected whether a node's agent has a session
     */
    public Nodes(Store store, Predicate<NodeId> connected) {
        this.store = store;
        this.connected = connected;
    }

    /** One node by id or name, or {@code NOT_FOUND}. */
    public NodeView view(String idOrName) {
        return store.read(reading -> find(reading, idOrName)
                .map(row -> view(reading, row))
                .orElseThrow(() -> TenantryException.notFound("node", idOrName)));
    }

    /** All nodes. */
    public Page<NodeView> page(PageRequest wanted) {
        return store.read(reading -> Page.of(
                reading.nodes().page(wanted.after().map(NodeId::new), wanted.oneMore()),
                wanted.limit(),
                row -> row.id().value(),
                row -> view(reading, row)));
    }

    private NodeView view(Reading reading, NodeRow row) {
        NodeFacts facts = row.facts();
        return new NodeView(
                row.id(),
                row.name(),
                facts.zone(),
                connected.test(row.id()),
                row.cordoned(),
                reading.placements().of(row.id()).size(),
                facts.cores(),
                facts.memoryBytes(),
                facts.diskBytes(),
                facts.diskFreeBytes(),
                facts.engineVersion(),
                facts.agentVersion(),
                facts.labels(),
                row.created(),
                row.seen(),
                row.version());
    }

    private static Optional<NodeRow> find(Reading reading, String idOrName) {
        try {
            return reading.nodes().find(new NodeId(idOrName));
        } catch (TenantryException notAnId) {
            return named(reading, idOrName);
        }
    }

    private static Optional<NodeRow> named(Reading reading, String text) {
        try {
            return reading.nodes().byName(new NodeName(text));
        } catch (TenantryException notAName) {
            return Optional.empty();
        }
    }
}
