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
 * @param note for people; empty where there is none
 * @param lock why nobody may change it, where it is locked
 * @param removeAt until when it can be taken back, where it was removed
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
        String note,
        Optional<LockView> lock,
        Optional<Instant> removeAt,
        List<ReplicaView> replicas,
        Traffic traffic,
        Optional<String> operation,
        Instant created,
        long version) {

    /** Why nobody may change it, who said so and when. */
    public record LockView(String reason, String by, Instant since) {}
}
