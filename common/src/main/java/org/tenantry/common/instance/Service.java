package org.tenantry.common.instance;

import java.util.List;
import java.util.Optional;

/** One service of an instance as an agent is told to run it. */
public record Service(
        ServiceName name,
        Revision revision,
        int replicas,
        ServiceForm form,
        List<DependsOn> dependsOn,
        Optional<HealthCheck> health,
        RestartPolicy restart) {

    public Service {
        dependsOn = List.copyOf(dependsOn);
    }

    /** The oldest version of the protocol that can say all of it. */
    public int protocol() {
        boolean optional = dependsOn.stream().anyMatch(one -> one.optional().isPresent());
        return optional ? 2 : form.protocol();
    }
}
