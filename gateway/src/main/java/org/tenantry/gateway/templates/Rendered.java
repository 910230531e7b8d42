package org.tenantry.gateway.templates;

import java.util.List;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.Web;
import org.tenantry.gateway.templates.compose.Contents;

/**
 * A template with everything filled in: what an assignment tells an agent. Services are ordered by name; only what a service
 * uses of networks and volumes is listed.
 *
 * @param contents the bytes of everything that its services mount
 */
public record Rendered(
        List<Service> services, List<InstanceNetwork> networks, List<String> volumes, Web web, Contents contents) {
    public Rendered {
        services = List.copyOf(services);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
    }
}
