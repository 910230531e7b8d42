package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.tenant.TenantId;

/**
 * An instance as it is ordered.
 *
 * @param template {@code name@version}, or a name for its newest version
 * @param hosts where it is to answer; empty for its name below the domain
 */
public record NewInstance(
        TenantId tenant,
        InstanceName name,
        String template,
        Map<String, String> parameters,
        List<CanonicalHost> hosts,
        SortedMap<String, String> labels) {
    public NewInstance {
        parameters = new TreeMap<>(parameters);
        hosts = hosts.stream().distinct().toList();
        labels = new TreeMap<>(labels);
        Form.name(name);
        Form.hosts(hosts);
        Form.labels(labels);
    }
}
