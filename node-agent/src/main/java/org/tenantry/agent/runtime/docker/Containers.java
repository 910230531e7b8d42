package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;

/** Containers of our own. */
final class Containers {
    /** How many are looked at at once: enough to be quick, and few enough to leave the engine time for others. */
    private static final int AT_ONCE = 8;

    private final Engine engine;
    private final Labels labels;
    private final ContainerForm form;
    private final Networks networks;
    private final Volumes volumes;
    private final Semaphore looking = new Semaphore(AT_ONCE);

    Containers(Engine engine, Labels labels, ContainerForm form, Networks networks, Volumes volumes) {
        this.engine = engine;
        this.labels = labels;
        this.form = form;
        this.networks = networks;
        this.volumes = volumes;
    }

    /** What is ours, most of it looked at in detail: the engine's list knows no exit codes and no times. */
    List<HeldContainer> list(Optional<InstanceId> instance) {
        List<Container> all = engine.call(docker -> docker.listContainersCmd()
                .withShowAll(true)
                .withFilter("label", labels.filter(instance))
                .exec());
        List<Container> ours = all.stream()
                .filter(one -> labels.areOurs(Objects.requireNonNullElse(one.getLabels(), Map.of())))
                .toList();
        return Together.map(ours, looking, this::held).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Of what never ran the list tells everything. A closer look would wait for as long as the engine takes to start it, and
     * everything else with it.
     */
    private Optional<HeldContainer> held(Container listed) {
        String id = listed.getId();
        if (ContainerReading.neverRan(listed)) {
            return labels.read(id, listed.getLabels(), decoded -> ContainerReading.of(listed, decoded));
        }
        return inspect(id)
                .flatMap(seen -> labels.read(id, labelsOf(seen), decoded -> ContainerReading.of(seen, decoded)));
    }

    /** Empty when it is gone meanwhile. */
    private Optional<InspectContainerResponse> inspect(String id) {
        try {
            return Optional.of(
                    engine.call(docker -> docker.inspectContainerCmd(id).exec()));
        } catch (TenantryException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether it is there already the engine tells by its name: it is looked for only then. */
    String create(ContainerOrder order) {
        List<String> names = networkNames(order);
        order.volumes().forEach(use -> volumes.requireOurs(use.volume()));
        String id;
        try {
            id = make(order, names);
        } catch (TenantryException taken) {
            HeldContainer there = find(order)
                    .filter(held -> taken.code() == ErrorCode.CONFLICT)
                    .orElseThrow(() -> taken);
            if (!(there.state() instanceof ContainerState.Dead)) {
                return finished(there, order, names);
            }
            remove(there.id());
            id = make(order, names);
        }
        attach(id, order, 1);
        return id;
    }

    private String make(ContainerOrder order, List<String> networks) {
        Host host = Host.of(engine, form.group().bounds(), order);
        return engine.call(
                docker -> form.command(docker, order, networks, host).exec().getId());
    }

    private Optional<HeldContainer> find(ContainerOrder order) {
        return list(Optional.of(order.owner().instance())).stream()
                .filter(held -> held.replica().equals(order.replica())
                        && held.revision().equals(order.revision())
                        && held.owner().equals(order.owner()))
                .findFirst();
    }

    private List<String> networkNames(ContainerOrder order) {
        return order.networks().stream()
                .map(use -> networks.name(use.network()))
                .toList();
    }

    /** Attaches it where a killed agent didn't come to. */
    private String finished(HeldContainer there, ContainerOrder order, List<String> names) {
        if (there.state() instanceof ContainerState.Unfinished) {
            List<String> attached = new ArrayList<>(
                    inspect(there.id()).map(ContainerReading::attached).orElse(List.of()));
            for (int i = 0; i < names.size(); i++) {
                if (!attached.contains(names.get(i))) {
                    connect(there.id(), order, i);
                }
            }
        }
        return there.id();
    }

    /** Up to engine 23 a container is created in one network only; the others are joined before it is started. */
    private void attach(String id, ContainerOrder order, int from) {
        for (int i = from; i < order.networks().size(); i++) {
            connect(id, order, i);
        }
    }

    private void connect(String id, ContainerOrder order, int index) {
        ContainerOrder.NetworkUse use = order.networks().get(index);
        engine.call(docker -> docker.connectToNetworkCmd()
                .withNetworkId(use.network())
                .withContainerId(id)
                .withContainerNetwork(new ContainerNetwork().withAliases(ContainerForm.aliases(order, use)))
                .exec());
    }

    void start(String id) {
        requireOurs(id);
        changed(docker -> docker.startContainerCmd(id).exec(), Duration.ZERO);
    }

    void stop(String id, Duration grace) {
        requireOurs(id);
        int seconds = Math.toIntExact(grace.plusMillis(999).toSeconds());
        changed(docker -> docker.stopContainerCmd(id).withTimeout(seconds).exec(), grace);
    }

    private void changed(Function<DockerClient, Void> work, Duration more) {
        engine.call(engine.callTimeout().plus(more), docker -> {
            try {
                return work.apply(docker);
            } catch (NotModifiedException already) {
                return already;
            }
        });
    }

    void remove(String id) {
        try {
            requireOurs(id);
            engine.call(docker -> docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (TenantryException e) {
            if (e.code() != ErrorCode.NOT_FOUND && !isUnderWay(e)) {
                throw e;
            }
        }
    }

    /** Somebody else's removal of the same container, which ends as wished. */
    private static boolean isUnderWay(TenantryException failure) {
        return failure.code() == ErrorCode.CONFLICT && failure.message().contains("is already in progress");
    }

    void requireOurs(String id) {
        InspectContainerResponse seen = inspect(id).orElseThrow(() -> TenantryException.notFound("container", id));
        labels.requireOurs("container", id, labelsOf(seen));
    }

    private static Map<String, String> labelsOf(InspectContainerResponse seen) {
        return Objects.requireNonNullElse(seen.getConfig().getLabels(), Map.of());
    }
}
