package org.tenantry.common.instance;

import java.util.List;
import org.tenantry.common.node.Term;
import org.tenantry.common.tenant.TenantId;

/**
 * What a node is told of one instance. An agent refuses one of an older term or, in the same term, of an older version. It
 * holds generated secrets, so it travels and rests only sealed.
 *
 * @param term the term in which the instance was placed on the node
 * @param version the instance's version in the store
 * @param volumes named volumes, by the names that the Compose file gives them
 */
public record Assignment(
        InstanceId instance,
        TenantId tenant,
        Term term,
        long version,
        Goal goal,
        List<Service> services,
        List<InstanceNetwork> networks,
        List<String> volumes,
        Web web) {

    public Assignment {
        services = List.copyOf(services);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
    }

    /** The oldest version of the protocol that can say all of it, and the format of its file. */
    public int protocol() {
        return services.stream().mapToInt(Service::protocol).max().orElse(1);
    }

    /** Whether this one is to be followed rather than the other, which an agent already has. */
    public boolean supersedes(Assignment other) {
        int byTerm = term.compareTo(other.term);
        return byTerm > 0 || (byTerm == 0 && version >= other.version);
    }
}
