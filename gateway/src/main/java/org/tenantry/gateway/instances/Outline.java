package org.tenantry.gateway.instances;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.scheduler.Demand;

/**
 * What the control plane keeps in mind of an instance that is rendered: neither its environment nor its secrets.
 *
 * @param demand what it asks of a node
 * @param services what is wanted of each; empty where it could not be rendered
 */
public record Outline(Demand demand, SortedMap<ServiceName, Wanted> services) {
    /** Of what asks for nothing. */
    public static final Outline NOTHING = new Outline(Demand.NONE, new TreeMap<>());

    /**
     * What is wanted of a service.
     *
     * @param stateful has a volume: never two copies that both write it
     */
    public record Wanted(Revision revision, int replicas, boolean stateful) {}

    public Outline {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    }

    static Outline of(List<Service> services) {
        SortedMap<ServiceName, Wanted> wanted = new TreeMap<>();
        services.forEach(service ->
                wanted.put(service.name(), new Wanted(service.revision(), service.replicas(), isStateful(service))));
        return new Outline(services.stream().map(Outline::demand).reduce(Demand.NONE, Demand::plus), wanted);
    }

    /** Whether containers of that revision are what is wanted of the service; nobody can tell of an unknown one. */
    public boolean wants(ServiceName service, Revision revision) {
        return Optional.ofNullable(services.get(service))
                .map(wanted -> wanted.revision().equals(revision))
                .orElse(true);
    }

    static boolean isStateful(Service service) {
        return service.form().mounts().stream().anyMatch(Outline::isVolume);
    }

    private static boolean isVolume(Mount mount) {
        return switch (mount) {
            case Mount.Volume volume -> true;
            case Mount.Anonymous volume -> true;
            case Mount.Tmpfs memory -> false;
            case Mount.File file -> false;
            case Mount.Directory directory -> false;
        };
    }

    private static Demand demand(Service service) {
        long memory = service.form().limits().memoryBytes().orElse(Demand.UNLIMITED_MEMORY);
        long cores = service.form().limits().milliCores().orElse((int) Demand.UNLIMITED_MILLI_CORES);
        return new Demand(memory * service.replicas(), cores * service.replicas());
    }
}
