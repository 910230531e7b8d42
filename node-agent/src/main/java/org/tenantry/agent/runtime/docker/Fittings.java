package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Options;
import org.tenantry.common.instance.ServiceForm;

/** Tells the engine what a service asks for beyond what every container is made with. */
final class Fittings {
    private Fittings() {}

    static void apply(Options options, CreateContainerCmd command) {
        options.hostname().ifPresent(command::withHostName);
        options.platform().ifPresent(command::withPlatform);
        command.withTty(options.tty()).withStdinOpen(options.stdinOpen());
    }

    static void apply(Options options, HostConfig host) {
        list(options.extraHosts()).ifPresent(hosts -> host.withExtraHosts(hosts.toArray(String[]::new)));
        list(options.dns().servers()).ifPresent(host::withDns);
        list(options.dns().search()).ifPresent(host::withDnsSearch);
        list(options.dns().options()).ifPresent(host::withDnsOptions);
        list(options.ulimits())
                .ifPresent(limits -> host.withUlimits(limits.stream()
                        .map(one -> new Ulimit(one.name(), one.soft(), one.hard()))
                        .toList()));
        options.sharedMemory().ifPresent(host::withShmSize);
        if (!options.sysctls().isEmpty()) {
            host.withSysctls(options.sysctls());
        }
        if (options.readOnly()) {
            host.withReadonlyRootfs(true);
        }
        capabilities(options.capabilities(), host);
    }

    /** Memory with options that only the engine's older form has. */
    static Map<String, String> memory(ServiceForm form) {
        Map<String, String> memory = new TreeMap<>();
        for (Mount mount : form.mounts()) {
            if (mount instanceof Mount.Tmpfs tmpfs && tmpfs.options().isPresent()) {
                String size = tmpfs.size().isPresent() ? ",size=" + tmpfs.size().getAsLong() : "";
                memory.put(tmpfs.target(), tmpfs.options().get() + size);
            }
        }
        return memory;
    }

    /** Over those that every container has or lacks: what the service adds is not taken away, what it drops isn't added. */
    private static void capabilities(Options.Capabilities wanted, HostConfig host) {
        if (wanted.added().isEmpty() && wanted.dropped().isEmpty()) {
            return;
        }
        Set<Capability> dropped = new LinkedHashSet<>(given(host.getCapDrop()));
        dropped.removeAll(read(wanted.added()));
        dropped.addAll(read(wanted.dropped()));
        Set<Capability> added = new LinkedHashSet<>(given(host.getCapAdd()));
        if (wanted.dropped().contains("ALL")) {
            added.clear();
        }
        added.removeAll(read(wanted.dropped()));
        added.addAll(read(wanted.added()));
        host.withCapDrop(dropped.toArray(Capability[]::new)).withCapAdd(added.toArray(Capability[]::new));
    }

    private static List<Capability> given(Capability @Nullable [] capabilities) {
        return capabilities == null ? List.of() : Arrays.asList(capabilities);
    }

    private static List<Capability> read(List<String> names) {
        List<Capability> read = new ArrayList<>();
        names.forEach(name -> read.add(Capability.valueOf(name)));
        return read;
    }

    private static <T> Optional<List<T>> list(List<T> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }
}
