package org.tenantry.agent.runtime;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.tenant.TenantId;

/** One cluster's view of a {@link FakeEngine}. Passes the same contract as the real one. */
public final class FakeRuntime implements Runtime {
    /** A network of the fake engine, with the cluster it is labelled with. */
    record Network(ClusterId cluster, HeldNetwork held) {}

    /** A volume of the fake engine, with the cluster it is labelled with and the files in it. */
    record Volume(ClusterId cluster, HeldVolume held, Map<String, String> files) {}

    private final FakeEngine engine;
    private final ClusterId cluster;

    FakeRuntime(FakeEngine engine, ClusterId cluster) {
        this.engine = engine;
        this.cluster = cluster;
    }

    public FakeEngine engine() {
        return engine;
    }

    @Override
    public EngineFacts facts() {
        return engine.ask(() -> new EngineFacts("fake", "1.41", 2, 8L << 30, 100L << 30, 50L << 30));
    }

    @Override
    public Inventory inventory() {
        return engine.ask(() -> new Inventory(
                engine.containers.values().stream()
                        .filter(one -> one.cluster.equals(cluster))
                        .map(FakeContainer::held)
                        .toList(),
                engine.networks.values().stream()
                        .filter(one -> one.cluster().equals(cluster))
                        .map(Network::held)
                        .toList(),
                engine.volumes.values().stream()
                        .filter(one -> one.cluster().equals(cluster))
                        .map(Volume::held)
                        .toList()));
    }

    @Override
    public Inventory inventory(InstanceId instance) {
        return inventory().of(instance);
    }

    @Override
    public List<Subnet> subnets() {
        return engine.ask(() -> engine.networks.values().stream()
                .map(network -> network.held().subnet())
                .toList());
    }

    @Override
    public ImageFacts ensureImage(ImageRef image, Consumer<String> progress) {
        return engine.change("ensureImage", image.name(), () -> {
            String refusal = engine.refusedImages.get(image.name());
            ImageFacts facts = engine.images.get(image.name());
            if (refusal != null || (facts == null && !engine.anyImage)) {
                String reason = refusal == null ? "no such image" : refusal;
                throw TenantryException.invalid("image", image.name(), "an image that is here or can be pulled")
                        .with("reason", reason);
            }
            progress.accept(image.name() + ": present");
            return facts != null ? facts : plain(image);
        });
    }

    private static ImageFacts plain(ImageRef image) {
        String id = "sha256:" + String.format("%064x", image.name().hashCode() & 0xFFFFFFFFL);
        return new ImageFacts(id, image.digest(), List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    @Override
    public HeldNetwork createNetwork(NetworkOrder order) {
        return engine.change("createNetwork", order.owner().instance() + "/" + order.name(), () -> {
            Optional<HeldNetwork> there = inventory(order.owner().instance()).network(order.name());
            if (there.isPresent()) {
                return sameForm(there.get(), order);
            }
            if (subnets().stream().anyMatch(order.subnet()::overlaps)) {
                throw TenantryException.of(ErrorCode.CONFLICT, "subnet " + order.subnet() + " is in use");
            }
            HeldNetwork made = new HeldNetwork(
                    engine.nextId(), order.owner(), order.name(), order.subnet(), order.device(), order.internal());
            engine.networks.put(made.id(), new Network(cluster, made));
            return made;
        });
    }

    private static HeldNetwork sameForm(HeldNetwork there, NetworkOrder order) {
        if (there.internal() != order.internal()) {
            throw TenantryException.of(ErrorCode.CONFLICT, "network " + there.name() + " exists in another form");
        }
        return there;
    }

    @Override
    public void removeNetwork(String id) {
        engine.change("removeNetwork", id, () -> {
            Network network = engine.networks.get(id);
            if (network != null) {
                ours(network.cluster(), "network", id);
                if (engine.containers.values().stream().anyMatch(one -> one.runs() && one.addresses.containsKey(id))) {
                    throw TenantryException.of(ErrorCode.CONFLICT, "network " + id + " is in use");
                }
                engine.networks.remove(id);
            }
            return true;
        });
    }

    @Override
    public HeldVolume createVolume(VolumeOrder order) {
        return engine.change("createVolume", order.owner().instance() + "/" + order.key(), () -> {
            Optional<HeldVolume> there = inventory(order.owner().instance()).volume(order.key());
            HeldVolume volume =
                    there.orElseGet(() -> new HeldVolume("v-" + engine.nextId(), order.owner(), order.key()));
            engine.volumes.putIfAbsent(volume.id(), new Volume(cluster, volume, new HashMap<>()));
            return volume;
        });
    }

    @Override
    public void removeVolume(String id) {
        engine.change("removeVolume", id, () -> {
            Volume volume = engine.volumes.get(id);
            if (volume != null) {
                ours(volume.cluster(), "volume", id);
                if (engine.containers.values().stream().anyMatch(one -> mounts(one, id))) {
                    throw TenantryException.of(ErrorCode.CONFLICT, "volume " + id + " is in use");
                }
                engine.volumes.remove(id);
            }
            return true;
        });
    }

    private static boolean mounts(FakeContainer container, String volume) {
        return container.order.volumes().stream().anyMatch(use -> use.volume().equals(volume));
    }

    @Override
    public void bound(TenantId tenant) {}

    @Override
    public String createContainer(ContainerOrder order) {
        return engine.change("create", subject(order), () -> {
            for (FakeContainer there : engine.containers.values()) {
                if (there.isOf(cluster, order)) {
                    return there.id;
                }
            }
            order.networks().forEach(use -> known("network", use.network(), engine.networks));
            order.volumes().forEach(use -> known("volume", use.volume(), engine.volumes));
            FakeContainer made = new FakeContainer(engine.nextId(), cluster, order);
            engine.containers.put(made.id, made);
            return made.id;
        });
    }

    private static void known(String kind, String id, Map<String, ?> all) {
        if (!all.containsKey(id)) {
            throw TenantryException.notFound(kind, id);
        }
    }

    @Override
    public void start(String id) {
        engine.change("start", subject(id), () -> {
            FakeContainer container = ours(id);
            if (!container.runs()) {
                started(container);
            }
            return true;
        });
    }

    private void started(FakeContainer container) {
        container.starts++;
        container.state = new ContainerState.Running(engine.clock.instant());
        for (ContainerOrder.NetworkUse use : container.order.networks()) {
            Network network = engine.networks.get(use.network());
            if (network == null) {
                throw TenantryException.notFound("network", use.network());
            }
            container.addresses.put(use.network(), freeAddress(network));
        }
        Act act = act(container);
        container.log.addAll(act.log());
        act.exit().ifPresent(code -> engine.ended(container, code, true));
    }

    private Act act(FakeContainer container) {
        var scripted = engine.acts.get(container.order.replica().service());
        if (scripted != null) {
            return scripted.apply(container.starts);
        }
        List<String> command = new ArrayList<>();
        container.order.form().entrypoint().ifPresent(command::addAll);
        container.order.form().command().ifPresent(command::addAll);
        FakeShell.Ran ran = FakeShell.run(command, world(container));
        return new Act(ran.exit(), ran.output());
    }

    private String freeAddress(Network network) {
        List<String> taken = engine.containers.values().stream()
                .map(one -> one.addresses.getOrDefault(network.held().id(), ""))
                .toList();
        int distance = 2;
        while (taken.contains(network.held().subnet().address(distance))) {
            distance++;
        }
        return network.held().subnet().address(distance);
    }

    @Override
    public void stop(String id, Duration grace) {
        engine.change("stop", subject(id), () -> {
            FakeContainer container = ours(id);
            if (container.runs()) {
                engine.ended(container, 143, false);
            }
            return true;
        });
    }

    @Override
    public void remove(String id) {
        engine.change("remove", subject(id), () -> {
            if (engine.containers.containsKey(id)) {
                ours(id);
                engine.containers.remove(id);
            }
            return true;
        });
    }

    @Override
    public ExecResult exec(String id, List<String> command, Duration timeout) {
        FakeContainer container = engine.ask(() -> ours(id));
        var scripted = engine.locked(() -> Optional.ofNullable(
                engine.commands.get(container.order.replica().service())));
        if (scripted.isPresent()) {
            return scripted.get().apply(command);
        }
        return engine.ask(() -> executed(container, command));
    }

    private ExecResult executed(FakeContainer container, List<String> command) {
        if (!container.runs()) {
            return new ExecResult.NotStarted("container " + container.id + " is not running");
        }
        FakeShell.Ran ran = FakeShell.run(command, world(container));
        String output = ran.output().stream().map(line -> line + "\n").collect(Collectors.joining());
        if (ran.exit().isEmpty()) {
            return new ExecResult.TimedOut(output);
        }
        int code = ran.exit().getAsInt();
        return code == 127 ? new ExecResult.NotStarted("no such program") : new ExecResult.Ended(code, output);
    }

    @Override
    public List<String> lastLog(String id, int lines) {
        return engine.ask(() -> {
            List<String> log = ours(id).log;
            return List.copyOf(log.subList(Math.max(0, log.size() - lines), log.size()));
        });
    }

    @Override
    public Running logs(String id, LogOptions options, ByteFrames output) {
        FakeContainer container = engine.ask(() -> ours(id));
        int from = options.lines().isPresent()
                ? Math.max(0, container.log.size() - options.lines().getAsInt())
                : 0;
        return FakeRunning.following(engine, container, new FakeRunning.Part(from, options.follow()), output);
    }

    @Override
    public Running exec(String id, List<String> command, InputStream input, ByteFrames output) {
        FakeContainer container = engine.ask(() -> ours(id));
        return FakeRunning.command(() -> engine.ask(() -> executed(container, command)), command, input, output);
    }

    @Override
    public Subscription events(Listener listener) {
        FakeEngine.Hearing hearing = new FakeEngine.Hearing(cluster, listener);
        engine.hearing.add(hearing);
        listener.reopened();
        return () -> engine.hearing.remove(hearing);
    }

    @Override
    public void close() {}

    private FakeContainer ours(String id) {
        FakeContainer container = engine.container(id);
        ours(container.cluster, "container", id);
        return container;
    }

    private void ours(ClusterId of, String kind, String id) {
        if (!of.equals(cluster)) {
            throw TenantryException.of(ErrorCode.CONFLICT, kind + " " + id + " is not this cluster's");
        }
    }

    private String subject(String id) {
        return engine.locked(() -> Optional.ofNullable(engine.containers.get(id))
                .map(container -> subject(container.order))
                .orElse(id));
    }

    private static String subject(ContainerOrder order) {
        return order.owner().instance() + "/" + order.replica();
    }

    private FakeShell.World world(FakeContainer container) {
        return new FakeShell.World() {
            @Override
            public Map<String, String> files(String path) {
                return container.order.volumes().stream()
                        .filter(use -> path.startsWith(use.target() + "/"))
                        .findFirst()
                        .flatMap(use -> Optional.ofNullable(engine.volumes.get(use.volume())))
                        .map(Volume::files)
                        .orElse(container.ownFiles);
            }

            @Override
            public Map<String, String> environment() {
                return container.order.form().environment().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> ((EnvironmentValue) one.getValue()).reveal()));
            }

            @Override
            public Predicate<String> reachable() {
                return host -> container.addresses.keySet().stream()
                        .anyMatch(network -> engine.containers.values().stream()
                                .anyMatch(other -> other.runs() && other.answersTo(host, network)));
            }
        };
    }
}
