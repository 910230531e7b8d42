package org.tenantry.gateway.instances;

import java.util.List;
import java.util.function.Function;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.instance.WebRules;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Removal;
import org.tenantry.gateway.templates.TemplateShelf;

/** Puts together what is wanted and what is seen. */
final class Views {
    private final Function<InstanceId, Seen> observations;
    private final Addresses addresses;
    private final TemplateShelf shelf;

    Views(Function<InstanceId, Seen> observations, Addresses addresses, TemplateShelf shelf) {
        this.observations = observations;
        this.addresses = addresses;
        this.shelf = shelf;
    }

    /** What agents see of an instance, in one word. */
    Observed observed(InstanceRow row) {
        return observations.apply(row.id()).observed();
    }

    InstanceView view(Reading reading, InstanceRow row) {
        Seen seen = observations.apply(row.id());
        WebRules rules = shelf.rules(reading, row.template());
        List<CanonicalHost> hosts = reading.hosts().of(row.id()).stream()
                .filter(host -> host.releasedAt().isEmpty())
                .map(HostRow::host)
                .toList();
        return new InstanceView(
                row.id(),
                row.name(),
                row.tenant(),
                reading.tenants().require(row.tenant()).name(),
                row.template(),
                row.goal(),
                seen.observed(),
                seen.node(),
                hosts,
                hosts.stream().map(host -> addresses.url(host, rules)).toList(),
                row.parameters(),
                row.scale(),
                row.labels(),
                row.about().note(),
                row.about()
                        .lock()
                        .map(lock -> new InstanceView.LockView(lock.reason(), lock.principal(), lock.since())),
                row.removal().map(Removal::at),
                seen.replicas().stream().map(ReplicaView::of).toList(),
                seen.traffic(),
                reading.operations().open(row.id()).stream()
                        .map(operation -> operation.id().value())
                        .reduce((earlier, later) -> later),
                row.created(),
                row.version());
    }
}
