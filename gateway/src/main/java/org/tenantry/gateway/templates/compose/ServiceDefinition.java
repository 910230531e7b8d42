package org.tenantry.gateway.templates.compose;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;

/**
 * One service as the Compose file defines it.
 *
 * @param line where it begins
 * @param health what the file says of it; empty where it says nothing
 */
public record ServiceDefinition(
        ServiceName name,
        int line,
        ServiceForm form,
        int replicas,
        List<DependsOn> dependsOn,
        Optional<HealthCheck> health,
        RestartPolicy restart) {
    public ServiceDefinition {
        dependsOn = List.copyOf(dependsOn);
    }

    /** The same of another form. */
    ServiceDefinition with(ServiceForm other) {
        return new ServiceDefinition(name, line, other, replicas, dependsOn, health, restart);
    }

    /** Whether it may write a named volume; two replicas of it would write the same one. */
    public boolean writesVolume() {
        return form.mounts().stream().anyMatch(mount -> mount instanceof Mount.Volume volume && !volume.readOnly());
    }
}
