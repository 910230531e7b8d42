package org.tenantry.agent.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;

/** The services that people wait for: the one that answers the web and all that it depends on. */
final class WebPath {
    private WebPath() {}

    static Set<ServiceName> of(Assignment assignment) {
        Map<ServiceName, Service> services = new HashMap<>();
        assignment.services().forEach(service -> services.put(service.name(), service));
        Set<ServiceName> path = new HashSet<>();
        follow(assignment.web().service(), services, path);
        return path;
    }

    private static void follow(ServiceName name, Map<ServiceName, Service> services, Set<ServiceName> path) {
        Service service = services.get(name);
        if (service != null && path.add(name)) {
            service.dependsOn().stream().map(DependsOn::service).forEach(next -> follow(next, services, path));
        }
    }
}
