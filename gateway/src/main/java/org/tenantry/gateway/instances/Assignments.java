package org.tenantry.gateway.instances;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.scheduler.Demand;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.PlacementRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.TenantRow;
import org.tenantry.gateway.templates.Facts;
import org.tenantry.gateway.templates.RenderInput;
import org.tenantry.gateway.templates.Rendered;
import org.tenantry.gateway.templates.Rendering;
import org.tenantry.gateway.templates.Template;

/** Renders instances into what a node is told of them. */
public final class Assignments {
    private final Store store;
    private final Function<TemplateRef, Template> templates;

    /** @param templates gives a template by its name and version; versions never change, so it may remember them */
    public Assignments(Store store, Function<TemplateRef, Template> templates) {
        this.store = store;
        this.templates = templates;
    }

    /**
     * The instance as that node is to run it; refused where it isn't placed there, so that secrets reach no other node.
     * Blocks.
     */
    public Assignment of(NodeId node, InstanceId id) {
        return store.read(reading -> {
            PlacementRow placement = placed(reading, node, id);
            InstanceRow row = reading.instances().find(id).orElseThrow(() -> foreign(id));
            return assignment(row, placement.term(), rendered(reading, row));
        });
    }

    /** The bytes of a file that the instance uses now, by their hash; refused where it isn't placed on that node. Blocks. */
    public byte[] content(NodeId node, InstanceId id, String digest) {
        return store.read(reading -> {
            placed(reading, node, id);
            InstanceRow row = reading.instances().find(id).orElseThrow(() -> foreign(id));
            return rendered(reading, row)
                    .contents()
                    .find(digest)
                    .orElseThrow(() -> TenantryException.notFound("file of " + id, digest));
        });
    }

    private static PlacementRow placed(Reading reading, NodeId node, InstanceId id) {
        return reading.placements()
                .find(id)
                .filter(placed -> placed.node().equals(node))
                .orElseThrow(() -> foreign(id));
    }

    /**
     * What the instance asks of a node: nothing, once it is to be removed. One that can't be rendered any more counts as
     * nothing too, and its assignment says why: it must not keep the gateway from following everything else. Blocks.
     */
    public Demand demand(Reading reading, InstanceRow row) {
        if (row.goal() == Goal.ABSENT) {
            return Demand.NONE;
        }
        try {
            return rendered(reading, row).services().stream()
                    .map(Assignments::demand)
                    .reduce(Demand.NONE, Demand::plus);
        } catch (TenantryException refused) {
            if (refused.code().retryable()) {
                throw refused;
            }
            return Demand.NONE;
        }
    }

    /** What a node is told of an instance that was rendered. */
    static Assignment assignment(InstanceRow row, Term term, Rendered rendered) {
        return new Assignment(
                row.id(),
                row.tenant(),
                term,
                row.version(),
                row.goal(),
                rendered.services(),
                rendered.networks(),
                rendered.volumes(),
                rendered.web());
    }

    private Rendered rendered(Reading reading, InstanceRow row) {
        TenantRow tenant = reading.tenants().find(row.tenant()).orElseThrow();
        Facts facts = new Facts(
                reading.hosts().of(row.id()).stream().map(HostRow::host).findFirst(),
                tenant.name(),
                tenant.title(),
                row.name(),
                row.id());
        Map<ServiceName, Integer> scale = new HashMap<>();
        row.scale().forEach((service, replicas) -> scale.put(new ServiceName(service), replicas));
        return Rendering.render(
                templates.apply(row.template()),
                new RenderInput(facts, row.parameters(), reading.secrets().of(row.id()), scale));
    }

    private static Demand demand(Service service) {
        long memory = service.form().limits().memoryBytes().orElse(Demand.UNLIMITED_MEMORY);
        long cores = service.form().limits().milliCores().orElse((int) Demand.UNLIMITED_MILLI_CORES);
        return new Demand(memory * service.replicas(), cores * service.replicas());
    }

    private static TenantryException foreign(InstanceId id) {
        return TenantryException.of(ErrorCode.NOT_FOUND, "instance " + id + " is not placed on this node");
    }
}
