package org.tenantry.common.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a service's containers are made of. Its hash is the {@link Revision}: a change here replaces containers, and nothing
 * else does; scale, health, restarts, dependencies, hosts and goal are the agent's business and live in {@link Service}.
 */
public record ServiceForm(
        ImageRef image,
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        SortedMap<String, EnvironmentValue> environment,
        Optional<String> user,
        Optional<String> workingDirectory,
        boolean init,
        Optional<Duration> stopGrace,
        Optional<String> stopSignal,
        List<Mount> mounts,
        List<Attachment> networks,
        Limits limits) {

    public ServiceForm {
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
        environment = new TreeMap<>(environment);
        mounts = List.copyOf(mounts);
        networks = List.copyOf(networks);
    }
}
