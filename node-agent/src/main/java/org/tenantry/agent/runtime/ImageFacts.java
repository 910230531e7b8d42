package org.tenantry.agent.runtime;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.instance.HealthCheck;

/**
 * What an image that is present says of itself.
 *
 * @param id the engine's, of exactly these bytes
 * @param digest the registry's, where it came from one
 * @param volumes the paths that it declares as volumes; each gets one of ours, so that no anonymous one is made
 * @param health the health check that it declares; the engine's own is switched off and the agent asks instead
 * @param user who its process runs as, where it says
 * @param ports the TCP ports that it exposes, ascending
 */
public record ImageFacts(
        String id,
        Optional<String> digest,
        List<String> volumes,
        Optional<HealthCheck> health,
        Optional<String> user,
        List<Integer> ports) {

    public ImageFacts {
        volumes = volumes.stream().sorted().toList();
        ports = ports.stream().sorted().toList();
    }
}
