package org.tenantry.gateway.templates.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;

/**
 * What {@code links} call other services by: an alias in the networks that both are in, which whoever else is there may use
 * too. So one alias can't lead to two services.
 */
final class Links {
    private final Reading reading;
    private final SortedMap<ServiceName, ServiceDefinition> services;
    private final Map<String, ServiceName> taken = new HashMap<>();

    private Links(SortedMap<ServiceName, ServiceDefinition> services, Reading reading) {
        this.services = new TreeMap<>(services);
        this.reading = reading;
    }

    /** The services with the aliases that others call them by. */
    static SortedMap<ServiceName, ServiceDefinition> put(
            SortedMap<ServiceName, ServiceDefinition> services, Reading reading) {
        Links links = new Links(services, reading);
        reading.links().forEach(links::put);
        return links.services;
    }

    private void put(Reading.Link link) {
        ServiceDefinition from = services.get(link.from());
        ServiceDefinition to = services.get(link.to());
        if (from == null || to == null) {
            return;
        }
        if (!Networks.isAlias(link.alias())) {
            reading.remarks().invalid(link.line(), link.path(), link.alias(), "service or service:alias");
            return;
        }
        ServiceName other = taken.putIfAbsent(link.alias(), link.to());
        if (other != null && !other.equals(link.to())) {
            String expected = "an alias that leads to one service; it leads to " + other + " already";
            reading.remarks().unsupported(link.line(), link.path(), link.alias(), expected);
            return;
        }
        SortedSet<String> shared = new TreeSet<>();
        from.form().networks().forEach(attachment -> shared.add(attachment.network()));
        services.put(link.to(), to.with(linked(to.form(), shared, link.alias())));
    }

    private static ServiceForm linked(ServiceForm form, SortedSet<String> networks, String alias) {
        return form.with(form.networks().stream()
                .map(attachment -> networks.contains(attachment.network()) ? linked(attachment, alias) : attachment)
                .toList());
    }

    private static Attachment linked(Attachment attachment, String alias) {
        SortedSet<String> aliases = new TreeSet<>(attachment.aliases());
        aliases.add(alias);
        return new Attachment(attachment.network(), java.util.List.copyOf(aliases));
    }
}
