package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.TemplateRow;
import org.tenantry.gateway.store.TenantRow;
import org.tenantry.gateway.store.Writing;
import org.tenantry.gateway.templates.Facts;
import org.tenantry.gateway.templates.GeneratedSecrets;
import org.tenantry.gateway.templates.OrderedParameters;
import org.tenantry.gateway.templates.RenderInput;
import org.tenantry.gateway.templates.Rendered;
import org.tenantry.gateway.templates.Rendering;
import org.tenantry.gateway.templates.Template;
import org.tenantry.gateway.templates.TemplateReader;
import org.tenantry.gateway.templates.Templates;

/**
 * One instance on its way into the store. Everything that can be refused is refused before anything is written: rendered once
 * with its real secrets, so that what an agent would be told is known to be whole.
 */
final class Creation {
    private final NewInstance ordered;
    private final InstanceId id;
    private final TemplateRef template;
    private final OrderedParameters parameters;
    private final SortedMap<String, Secret> secrets;
    private final List<CanonicalHost> hosts;

    private Creation(
            NewInstance ordered,
            InstanceId id,
            Template template,
            OrderedParameters parameters,
            SortedMap<String, Secret> secrets,
            List<CanonicalHost> hosts) {
        this.ordered = ordered;
        this.id = id;
        this.template = template.ref();
        this.parameters = parameters;
        this.secrets = secrets;
        this.hosts = hosts;
    }

    /** Checks an order against everything but names and hosts that others have. */
    static Creation prepare(Reading reading, NewInstance ordered, Making making, Addresses addresses) {
        TenantRow tenant = tenant(reading, ordered);
        TemplateRow row = Templates.resolve(reading, ordered.template());
        Template template = TemplateReader.read(row.manifest(), row.compose());
        OrderedParameters parameters = OrderedParameters.of(template.manifest(), ordered.parameters());
        SortedMap<String, Secret> secrets =
                new TreeMap<>(GeneratedSecrets.generate(template.manifest(), making.random()));
        secrets.putAll(parameters.secret());
        List<CanonicalHost> hosts =
                ordered.hosts().isEmpty() ? List.of(addresses.standard(ordered.name())) : ordered.hosts();
        Creation creation =
                new Creation(ordered, new InstanceId(making.ids().next("i-")), template, parameters, secrets, hosts);
        creation.render(template, tenant);
        return creation;
    }

    /** Writes the instance, its hosts and its secrets. {@code TAKEN}: the name, or a host. */
    InstanceRow write(Writing writing, Instant now) {
        tenant(writing, ordered);
        Templates.resolve(writing, template.toString());
        if (writing.instances().byName(ordered.name()).isPresent()) {
            throw TenantryException.field(
                    ErrorCode.TAKEN, "name", ordered.name().value(), "a name that no instance has");
        }
        HostClaims claims = new HostClaims(ordered.tenant(), id, now);
        claims.require(writing, hosts);
        InstanceRow row = writing.instances().insert(row(now));
        claims.take(writing, hosts);
        secrets.forEach((name, secret) -> writing.secrets().put(row.id(), name, secret));
        return row;
    }

    private InstanceRow row(Instant now) {
        return new InstanceRow(
                id,
                ordered.tenant(),
                ordered.name(),
                template,
                parameters.plain(),
                new TreeMap<>(),
                Goal.RUNNING,
                ordered.labels(),
                now,
                Optional.empty(),
                0);
    }

    private void render(Template whole, TenantRow tenant) {
        Facts facts = new Facts(Optional.of(hosts.getFirst()), tenant.name(), tenant.title(), ordered.name(), id);
        Rendered rendered = Rendering.render(whole, new RenderInput(facts, parameters.plain(), secrets, Map.of()));
        Sizes.require(Assignments.assignment(row(Instant.EPOCH), Term.NONE, rendered));
    }

    private static TenantRow tenant(Reading reading, NewInstance ordered) {
        return reading.tenants()
                .find(ordered.tenant())
                .filter(row -> !row.removed())
                .orElseThrow(() ->
                        TenantryException.notFound("tenant", ordered.tenant().value()));
    }
}
