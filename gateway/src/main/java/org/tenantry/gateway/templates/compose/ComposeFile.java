package org.tenantry.gateway.templates.compose;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.common.instance.ServiceName;

/**
 * What counts of a Compose file.
 *
 * @param networks whether each is internal, by name; among them {@code default} where a service names none
 * @param volumes the declared ones
 */
public record ComposeFile(
        SortedMap<ServiceName, ServiceDefinition> services,
        SortedMap<String, Boolean> networks,
        SortedSet<String> volumes) {
    public ComposeFile {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
        volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    }
}
