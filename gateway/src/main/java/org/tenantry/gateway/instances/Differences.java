package org.tenantry.gateway.instances;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;

/** What becomes of each service when one rendered form takes the place of another, by revision. Pure, and the one place. */
final class Differences {
    private final SortedMap<ServiceName, Service> before = new TreeMap<>();
    private final SortedMap<ServiceName, Service> after = new TreeMap<>();

    /** One service before and after. */
    enum Kind {
        /** It was not there. */
        CREATED,
        /** Its containers are stopped, and others made. */
        REPLACED,
        /** Its containers stay, and some come or go. */
        SCALED,
        /** Its containers stay as they are. */
        KEPT,
        /** Its containers go. */
        REMOVED
    }

    Differences(List<Service> before, List<Service> after) {
        before.forEach(service -> this.before.put(service.name(), service));
        after.forEach(service -> this.after.put(service.name(), service));
    }

    /** Every service of either side. */
    SortedMap<ServiceName, Kind> kinds() {
        SortedMap<ServiceName, Kind> kinds = new TreeMap<>();
        before.keySet().forEach(name -> kinds.put(name, Kind.REMOVED));
        after.forEach((name, service) -> kinds.put(name, kind(service)));
        return kinds;
    }

    /**
     * Those of which anything is different, be it only how they are asked for their health, and those that depend on them:
     * what could suffer from the change.
     */
    SortedSet<ServiceName> affected() {
        SortedSet<ServiceName> affected = new TreeSet<>();
        kinds().keySet().stream().filter(this::differs).forEach(affected::add);
        boolean grows = true;
        while (grows) {
            List<ServiceName> more = after.values().stream()
                    .filter(service -> service.dependsOn().stream()
                            .anyMatch(dependency -> affected.contains(dependency.service())))
                    .map(Service::name)
                    .toList();
            grows = affected.addAll(more);
        }
        return affected;
    }

    /** What people who ask that service wait for afterwards: itself and all that it depends on. */
    SortedSet<ServiceName> path(ServiceName first) {
        SortedSet<ServiceName> path = new TreeSet<>();
        Deque<ServiceName> next = new ArrayDeque<>(List.of(first));
        while (!next.isEmpty()) {
            Service service = after.get(next.pop());
            if (service != null && path.add(service.name())) {
                service.dependsOn().forEach(dependency -> next.push(dependency.service()));
            }
        }
        return path;
    }

    int replicasBefore(ServiceName name) {
        return replicas(before, name);
    }

    int replicasAfter(ServiceName name) {
        return replicas(after, name);
    }

    boolean isStateful(ServiceName name) {
        Service service = after.getOrDefault(name, before.get(name));
        return service != null && Outline.isStateful(service);
    }

    private boolean differs(ServiceName name) {
        Service former = before.get(name);
        return former == null || !former.equals(after.get(name));
    }

    private Kind kind(Service service) {
        Service former = before.get(service.name());
        if (former == null) {
            return Kind.CREATED;
        }
        if (!former.revision().equals(service.revision())) {
            return Kind.REPLACED;
        }
        return former.replicas() == service.replicas() ? Kind.KEPT : Kind.SCALED;
    }

    private static int replicas(Map<ServiceName, Service> services, ServiceName name) {
        Service service = services.get(name);
        return service == null ? 0 : service.replicas();
    }
}
