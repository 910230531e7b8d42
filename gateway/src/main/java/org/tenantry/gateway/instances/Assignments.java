package org.tenantry.gateway.instances;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.template.TemplateRef;
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
            InstanceRow row = reading.instances().find(id).orElseThrow(() -> foreign(id));
            PlacementRow placement = reading.placements()
                    .find(id)
                    .filter(placed -> placed.node().equals(node))
                    .orElseThrow(() -> foreign(id));
            return assignment(row, placement.term(), rendered(reading, row));
        });
    }

    /**
     * What the control plane keeps in mind of the instance: nothing, once it is to be removed. One that can't be rendered any
     * more counts as nothing too, and its assignment says why: it must not keep the gateway from following everything else.
     * Blocks.
     */
    public Outline outline(Reading reading, InstanceRow row) {
        if (row.goal() == Goal.ABSENT) {
            return Outline.NOTHING;
        }
        try {
            return Outline.of(rendered(reading, row).services());
        } catch (TenantryException refused) {
            if (refused.code().retryable()) {
                throw refused;
            }
            return Outline.NOTHING;
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
        Optional<CanonicalHost> host =
                reading.hosts().of(row.id()).stream().map(HostRow::host).findFirst();
        return rendered(
                templates.apply(row.template()),
                row,
                reading.tenants().find(row.tenant()).orElseThrow(),
                host,
                reading.secrets().of(row.id()));
    }

    /** An instance with everything put in. */
    static Rendered rendered(
            Template template,
            InstanceRow row,
            TenantRow tenant,
            Optional<CanonicalHost> host,
            SortedMap<String, Secret> secrets) {
        Facts facts = new Facts(host, tenant.name(), tenant.title(), row.name(), row.id());
        Map<ServiceName, Integer> scale = new HashMap<>();
        row.scale().forEach((service, replicas) -> scale.put(new ServiceName(service), replicas));
        return Rendering.render(template, new RenderInput(facts, row.parameters(), secrets, scale));
    }

    private static TenantryException foreign(InstanceId id) {
        return TenantryException.of(ErrorCode.NOT_FOUND, "instance " + id + " is not placed on this node");
    }
}
