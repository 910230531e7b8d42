package org.tenantry.common.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a service's containers are made of. Its hash is the {@link Revision}: a change here replaces containers, and nothing
 * else does; scale, health, restarts, dependencies, hosts and goal are the agent's business and live in {@link Service}.
 *
 * @param options empty where there are none, so that a form without any looks as it always did
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
        Limits limits,
        Optional<Options> options) {
    public ServiceForm {
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
        environment = new TreeMap<>(environment);
        mounts = List.copyOf(mounts);
        networks = List.copyOf(networks);
        options = options.filter(more -> !more.equals(Options.NONE));
    }

    /** A form without options. */
    public ServiceForm(
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
        this(
                image,
                entrypoint,
                command,
                environment,
                user,
                workingDirectory,
                init,
                stopGrace,
                stopSignal,
                mounts,
                networks,
                limits,
                Optional.empty());
    }

    /** The same in other networks. */
    public ServiceForm with(List<Attachment> others) {
        return new ServiceForm(
                image,
                entrypoint,
                command,
                environment,
                user,
                workingDirectory,
                init,
                stopGrace,
                stopSignal,
                mounts,
                others,
                limits,
                options);
    }

    /** The oldest version of the protocol that can say all of it. */
    public int protocol() {
        boolean more = options.isPresent() || mounts.stream().anyMatch(Mount::ofSecondProtocol);
        return more ? 2 : 1;
    }
}
