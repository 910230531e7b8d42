package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.model.Info;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.ByteFrames;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.EngineFacts;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.agent.runtime.HeldVolume;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.LogOptions;
import org.tenantry.agent.runtime.NetworkOrder;
import org.tenantry.agent.runtime.Running;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.runtime.VolumeOrder;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.tenant.TenantId;

/** The runtime on a rootful local Docker engine. Opening it speaks to nobody: an engine may come later, and go. */
public final class DockerRuntime implements Runtime {
    private final Engine engine;
    private final Labels labels;
    private final Images images;
    private final Networks networks;
    private final Volumes volumes;
    private final Containers containers;
    private final Execs execs;
    private final Logs logs;
    private final TenantGroups groups;

    private DockerRuntime(Engine engine, DockerSettings settings, ClusterId cluster) {
        Names names = new Names(cluster);
        this.engine = engine;
        TenantGroup group = new TenantGroup(cluster, settings.bounds());
        this.labels = new Labels(cluster);
        this.images = new Images(engine, settings);
        this.networks = new Networks(engine, labels, names);
        this.volumes = new Volumes(engine, labels, names);
        this.containers = new Containers(engine, labels, new ContainerForm(labels, names, group), networks, volumes);
        this.execs = new Execs(engine);
        this.logs = new Logs(engine);
        this.groups = new TenantGroups(group, ControlGroups.ofThisMachine(), new Slices("systemctl"));
    }

    /** That cluster's share of the engine. */
    public static DockerRuntime open(DockerSettings settings, ClusterId cluster) {
        return new DockerRuntime(new Engine(settings), settings, cluster);
    }

    @Override
    public EngineFacts facts() {
        Info info = engine.call(docker -> docker.infoCmd().exec());
        Disk disk = Disk.of(Path.of(Objects.requireNonNullElse(info.getDockerRootDir(), "/")));
        return new EngineFacts(
                Objects.requireNonNullElse(info.getServerVersion(), "unknown"),
                engine.api(),
                Objects.requireNonNullElse(info.getNCPU(), 1),
                Objects.requireNonNullElse(info.getMemTotal(), 0L),
                disk.bytes(),
                disk.free());
    }

    @Override
    public Inventory inventory() {
        return inventory(Optional.empty());
    }

    @Override
    public Inventory inventory(InstanceId instance) {
        return inventory(Optional.of(instance));
    }

    /** Containers last: their networks and volumes were there before them. */
    private Inventory inventory(Optional<InstanceId> instance) {
        List<HeldNetwork> heldNetworks = networks.list(instance);
        List<HeldVolume> heldVolumes = volumes.list(instance);
        Inventory all = new Inventory(containers.list(instance), heldNetworks, heldVolumes);
        return instance.map(all::of).orElse(all);
    }

    @Override
    public List<Subnet> subnets() {
        return networks.subnets();
    }

    @Override
    public ImageFacts ensureImage(ImageRef image, Consumer<String> progress) {
        return images.ensure(image, progress);
    }

    @Override
    public HeldNetwork createNetwork(NetworkOrder order) {
        return networks.create(order);
    }

    @Override
    public void removeNetwork(String id) {
        networks.remove(id);
    }

    @Override
    public HeldVolume createVolume(VolumeOrder order) {
        return volumes.create(order);
    }

    @Override
    public void removeVolume(String id) {
        volumes.remove(id);
    }

    @Override
    public void bound(TenantId tenant) {
        groups.bound(tenant, engine.traits());
    }

    @Override
    public String createContainer(ContainerOrder order) {
        return containers.create(order);
    }

    @Override
    public void start(String id) {
        containers.start(id);
    }

    @Override
    public void stop(String id, Duration grace) {
        containers.stop(id, grace);
    }

    @Override
    public void remove(String id) {
        containers.remove(id);
    }

    @Override
    public ExecResult exec(String id, List<String> command, Duration timeout) {
        containers.requireOurs(id);
        return execs.run(id, command, timeout);
    }

    @Override
    public List<String> lastLog(String id, int lines) {
        containers.requireOurs(id);
        return logs.last(id, lines);
    }

    @Override
    public Running logs(String id, LogOptions options, ByteFrames output) {
        containers.requireOurs(id);
        return logs.stream(id, options, output);
    }

    @Override
    public Running exec(String id, List<String> command, InputStream input, ByteFrames output) {
        containers.requireOurs(id);
        return execs.stream(id, command, input, output);
    }

    @Override
    public Subscription events(Listener listener) {
        return EngineEvents.open(engine, labels, listener);
    }

    @Override
    public void close() {
        engine.close();
    }
}
