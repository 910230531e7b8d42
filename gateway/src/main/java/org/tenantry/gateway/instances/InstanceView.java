package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/**
 * An instance as people see it: what is wanted of it, what is seen of it and where it answers.
 *
 * @param addresses the URLs that people open
 * @param operation the one under way, where there is one
 * @param version counts the changes of what is wanted
 */
public record InstanceView(
        InstanceId id,
        InstanceName name,
        TenantId tenant,
        TenantName tenantName,
        TemplateRef template,
        Goal goal,
        Observed observed,
        Optional<NodeName> node,
        List<CanonicalHost> hosts,
        List<String> addresses,
        Map<String, String> parameters,
        Map<String, Integer> scale,
        Map<String, String> labels,
        List<ReplicaView> replicas,
        Traffic traffic,
        Optional<String> operation,
        Instant created,
        long version) {}
