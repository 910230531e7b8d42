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
 * @param contents what its mounts consist of
 */
public record ComposeFile(
        SortedMap<ServiceName, ServiceDefinition> services,
        SortedMap<String, Boolean> networks,
        SortedSet<String> volumes,
        Contents contents,
        FileNames files) {

    /**
     * Files of the template by path.
     *
     * @param named what the file names, directories too, there or not
     * @param used those that are there and used
     */
    public record FileNames(SortedSet<String> named, SortedSet<String> used) {}

    public ComposeFile {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
        volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    }
}
