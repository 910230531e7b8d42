package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.TmpfsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.ServiceForm;

/**
 * What the engine is told when a container is made. Never said to it: published ports, a restart policy, privileges. Its own
 * health checks are off: the agent asks, and two askers would be twice the load.
 */
record ContainerForm(Labels labels, Names names, TenantGroup group) {
    private static final long NANOS_PER_MILLI_CORE = 1_000_000;

    /** Of those that the engine gives, what no application needs: raw sockets, device nodes, others' audit trail, and files'. */
    private static final Capability[] TAKEN = {
        Capability.AUDIT_WRITE, Capability.MKNOD, Capability.NET_RAW, Capability.SETFCAP
    };

    private static final Map<String, String> LOG_ROTATION = Map.of("max-size", "10m", "max-file", "3");

    CreateContainerCmd command(DockerClient docker, ContainerOrder order, List<String> networks, Host on) {
        ServiceForm form = order.form();
        CreateContainerCmd command = docker.createContainerCmd(order.image())
                .withName(names.of(order))
                .withHostName(order.replica().service().value())
                .withLabels(labels.of(order, networks))
                .withEnv(environment(form))
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(host(order, on));
        form.entrypoint().ifPresent(words -> command.withEntrypoint(words.isEmpty() ? List.of("") : words));
        form.command().ifPresent(command::withCmd);
        form.user().ifPresent(command::withUser);
        form.workingDirectory().ifPresent(command::withWorkingDir);
        form.stopSignal().ifPresent(command::withStopSignal);
        form.stopGrace().ifPresent(grace -> command.withStopTimeout(Math.toIntExact(grace.toSeconds())));
        form.options().ifPresent(options -> Fittings.apply(options, command));
        order.networks().stream().findFirst().ifPresent(first -> command.withAliases(aliases(order, first)));
        return command;
    }

    /** A service answers by its own name in each of its networks. */
    static List<String> aliases(ContainerOrder order, ContainerOrder.NetworkUse use) {
        return Stream.concat(Stream.of(order.replica().service().value()), use.aliases().stream())
                .distinct()
                .toList();
    }

    private static List<String> environment(ServiceForm form) {
        return form.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue().reveal())
                .toList();
    }

    private HostConfig host(ContainerOrder order, Host on) {
        ServiceForm form = order.form();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(
                        order.networks().isEmpty()
                                ? "none"
                                : order.networks().getFirst().network())
                .withRestartPolicy(RestartPolicy.noRestart())
                .withSecurityOpts(List.of("no-new-privileges"))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_ROTATION))
                .withInit(on.init())
                .withCapDrop(TAKEN)
                .withCgroupParent(group.parent(order.owner().tenant(), on.traits()))
                .withMounts(mounts(order));
        Map<String, String> memory = Fittings.memory(form);
        if (!memory.isEmpty()) {
            host.withTmpFs(memory);
        }
        form.options().ifPresent(options -> Fittings.apply(options, host));
        bound(host, group.bounds().of(form.limits(), on.traits().cores()));
        return host;
    }

    private static void bound(HostConfig host, Limits limits) {
        limits.pids().ifPresent(pids -> host.withPidsLimit((long) pids));
        limits.milliCores().ifPresent(milli -> host.withNanoCPUs(milli * NANOS_PER_MILLI_CORE));
        // The same for memory and swap together: no swap, since a tenant's swapping is everybody's.
        limits.memoryBytes().ifPresent(bytes -> host.withMemory(bytes).withMemorySwap(bytes));
    }

    private static List<com.github.dockerjava.api.model.Mount> mounts(ContainerOrder order) {
        List<com.github.dockerjava.api.model.Mount> mounts = new ArrayList<>();
        for (ContainerOrder.VolumeUse use : order.volumes()) {
            mounts.add(new com.github.dockerjava.api.model.Mount()
                    .withType(MountType.VOLUME)
                    .withSource(use.volume())
                    .withTarget(use.target())
                    .withReadOnly(use.readOnly()));
        }
        for (ContainerOrder.FileUse use : order.files()) {
            mounts.add(new com.github.dockerjava.api.model.Mount()
                    .withType(MountType.BIND)
                    .withSource(use.path())
                    .withTarget(use.target())
                    .withReadOnly(true));
        }
        for (Mount mount : order.form().mounts()) {
            switch (mount) {
                case Mount.Tmpfs tmpfs when tmpfs.options().isPresent() -> {}
                case Mount.Tmpfs tmpfs -> mounts.add(memory(tmpfs));
                case Mount.Volume resolved -> {}
                case Mount.Anonymous resolved -> {}
                case Mount.File resolved -> {}
                case Mount.Directory resolved -> {}
            }
        }
        return mounts;
    }

    private static com.github.dockerjava.api.model.Mount memory(Mount.Tmpfs tmpfs) {
        TmpfsOptions options = new TmpfsOptions();
        tmpfs.size().ifPresent(options::withSizeBytes);
        return new com.github.dockerjava.api.model.Mount()
                .withType(MountType.TMPFS)
                .withTarget(tmpfs.target())
                .withTmpfsOptions(options);
    }
}
