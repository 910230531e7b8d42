package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.TemplateRow;
import org.tenantry.gateway.store.TenantRow;
import org.tenantry.gateway.store.Writing;
import org.tenantry.gateway.templates.Rendered;
import org.tenantry.gateway.templates.Template;
import org.tenantry.gateway.templates.TemplateReader;
import org.tenantry.gateway.templates.Templates;

/**
 * A change of one instance on its way into the store: what it was, what it is to be and what that comes to. Like a creation it
 * is rendered before anything is written, so that what can be refused is refused as a whole.
 *
 * @param hosts all that it is to answer at, in order
 * @param before how it is rendered now; nothing where it can't be any more
 * @param remarks for people, each one sentence
 */
record Alteration(
        InstanceRow former,
        InstanceRow target,
        List<CanonicalHost> formerHosts,
        List<CanonicalHost> hosts,
        SortedMap<String, Secret> formerSecrets,
        SortedMap<String, Secret> secrets,
        Optional<Rendered> before,
        Rendered after,
        List<String> remarks) {

    /** Checks a change against everything that is known now. */
    static Alteration prepare(
            Reading reading, InstanceId id, OptionalLong expected, InstanceChange change, Making making) {
        InstanceRow row = Found.open(reading, id, expected);
        Alteration alteration = new Draft(reading, row, change, making).alteration();
        alteration.vet(reading, making.clock().instant());
        return alteration;
    }

    /** {@code TAKEN}: the name, or a host. {@code NOT_FOUND}: the version of the template was removed meanwhile. */
    void vet(Reading reading, Instant now) {
        reading.instances()
                .byName(target.name())
                .filter(other -> !other.id().equals(target.id()))
                .ifPresent(other -> {
                    throw TenantryException.field(
                            ErrorCode.TAKEN, "name", target.name().value(), "a name that no instance has");
                });
        if (!target.template().equals(former.template())) {
            Templates.resolve(reading, target.template().toString());
        }
        claims(now).require(reading, hosts);
    }

    /** Writes the row, its hosts and its secrets. */
    InstanceRow write(Writing writing, Instant now) {
        vet(writing, now);
        InstanceRow row = writing.instances().update(target);
        claims(now).take(writing, hosts);
        formerSecrets.keySet().stream()
                .filter(name -> !secrets.containsKey(name))
                .forEach(name -> writing.secrets().remove(row.id(), name));
        secrets.forEach((name, secret) -> {
            Secret known = formerSecrets.get(name);
            if (known == null || !known.equals(secret)) {
                writing.secrets().put(row.id(), name, secret);
            }
        });
        return row;
    }

    Differences differences() {
        return new Differences(before.map(Rendered::services).orElse(List.of()), after.services());
    }

    /** Whether what runs may be touched; names, hosts, labels and notes alone touch no container. */
    boolean touches() {
        return !before.equals(Optional.of(after))
                || !former.template().equals(target.template())
                || !former.parameters().equals(target.parameters())
                || !former.scale().equals(target.scale())
                || !formerSecrets.equals(secrets);
    }

    boolean movesHosts() {
        return !formerHosts.equals(hosts);
    }

    private HostClaims claims(Instant now) {
        return new HostClaims(target.tenant(), target.id(), now);
    }

    /** An alteration in the making. */
    private record Draft(Reading reading, InstanceRow row, InstanceChange change, Making making) {
        Alteration alteration() {
            Template former = template(row.template());
            Template template = wanted().filter(ref -> !ref.equals(row.template()))
                    .map(this::template)
                    .orElse(former);
            SortedMap<String, Secret> held = reading.secrets().of(row.id());
            ChangedParameters parameters = ChangedParameters.of(
                    former.manifest(),
                    template.manifest(),
                    new ChangedParameters.Present(row.parameters(), held),
                    change.parameters(),
                    making.random());
            List<CanonicalHost> hosts =
                    reading.hosts().of(row.id()).stream().map(HostRow::host).toList();
            List<CanonicalHost> wantedHosts = change.hosts().orElse(hosts);
            List<String> remarks = new ArrayList<>(parameters.remarks());
            InstanceRow unscaled = target(template, parameters);
            InstanceRow target = unscaled.withScale(
                    template == former
                            ? InstanceChange.patched(row.scale(), change.scale())
                            : scale(rendered(template, unscaled, wantedHosts, parameters.secrets()), remarks));
            Rendered after = rendered(template, target, wantedHosts, parameters.secrets());
            Sizes.require(Assignments.assignment(target, Term.NONE, after));
            return new Alteration(
                    row,
                    target,
                    hosts,
                    wantedHosts,
                    held,
                    parameters.secrets(),
                    asItIs(former, hosts, held),
                    after,
                    remarks);
        }

        private InstanceRow target(Template template, ChangedParameters parameters) {
            SortedMap<String, String> labels = InstanceChange.patched(row.labels(), change.labels());
            Form.labels(labels);
            return row.withTemplate(template.ref())
                    .withParameters(parameters.plain())
                    .withScale(Map.of())
                    .withLabels(labels)
                    .withNote(change.note().orElse(row.about().note()))
                    .withName(change.name().orElse(row.name()));
        }

        /** What was said of a service that the new version does not have is dropped; what is said now is refused. */
        private SortedMap<String, Integer> scale(Rendered unscaled, List<String> remarks) {
            Set<String> services = unscaled.services().stream()
                    .map(service -> service.name().value())
                    .collect(Collectors.toSet());
            SortedMap<String, Integer> scale = InstanceChange.patched(row.scale(), change.scale());
            scale.keySet().removeIf(service -> {
                boolean dropped = !change.scale().containsKey(service) && !services.contains(service);
                if (dropped) {
                    remarks.add("the scale of " + service + " is dropped: the version does not have the service");
                }
                return dropped;
            });
            return scale;
        }

        /** The version that is asked for; empty where it is the one that is there. */
        private Optional<TemplateRef> wanted() {
            return change.template()
                    .map(text -> text.equals(row.template().toString())
                            ? row.template()
                            : Templates.resolve(reading, text).ref())
                    .map(this::ofTheSameName);
        }

        private TemplateRef ofTheSameName(TemplateRef ref) {
            if (!ref.name().equals(row.template().name())) {
                throw TenantryException.invalid(
                        "template",
                        ref.toString(),
                        "another version of " + row.template().name());
            }
            return ref;
        }

        private Template template(TemplateRef ref) {
            TemplateRow found = reading.templates()
                    .find(ref)
                    .orElseThrow(() -> TenantryException.notFound("template", ref.toString()));
            return TemplateReader.read(found.manifest(), found.compose());
        }

        private Rendered rendered(
                Template template, InstanceRow as, List<CanonicalHost> hosts, SortedMap<String, Secret> secrets) {
            TenantRow tenant = reading.tenants().require(row.tenant());
            return Assignments.rendered(template, as, tenant, hosts.stream().findFirst(), secrets);
        }

        /** One that a release refuses which read it before may be changed into one that it takes. */
        private Optional<Rendered> asItIs(
                Template former, List<CanonicalHost> hosts, SortedMap<String, Secret> secrets) {
            try {
                return Optional.of(rendered(former, row, hosts, secrets));
            } catch (TenantryException refused) {
                if (refused.code().retryable()) {
                    throw refused;
                }
                return Optional.empty();
            }
        }
    }
}
