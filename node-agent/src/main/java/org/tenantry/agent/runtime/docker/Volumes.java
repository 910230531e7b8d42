package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tenantry.agent.runtime.HeldVolume;
import org.tenantry.agent.runtime.VolumeOrder;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;

/** Volumes of our own, of the engine's local driver. */
record Volumes(Engine engine, Labels labels, Names names) {
    List<HeldVolume> list(Optional<InstanceId> instance) {
        List<InspectVolumeResponse> all = engine.call(docker -> docker.listVolumesCmd()
                .withFilter("label", labels.filter(instance))
                .exec()
                .getVolumes());
        return Objects.requireNonNullElse(all, List.<InspectVolumeResponse>of()).stream()
                .flatMap(volume -> read(volume).stream())
                .toList();
    }

    private Optional<HeldVolume> read(InspectVolumeResponse volume) {
        return labels.read(
                volume.getName(),
                labelsOf(volume),
                decoded -> new HeldVolume(volume.getName(), decoded.owner(), decoded.volume()));
    }

    HeldVolume create(VolumeOrder order) {
        Optional<HeldVolume> there = list(Optional.of(order.owner().instance())).stream()
                .filter(volume -> volume.key().equals(order.key()))
                .findFirst();
        return there.orElseGet(() -> made(order));
    }

    private HeldVolume made(VolumeOrder order) {
        String name = engine.call(docker -> docker.createVolumeCmd()
                .withName(names.of(order))
                .withDriver("local")
                .withLabels(labels.of(order))
                .exec()
                .getName());
        // The engine answers with a volume of that name that is there already, whatever its labels.
        requireOurs(name);
        return new HeldVolume(name, order.owner(), order.key());
    }

    void remove(String id) {
        try {
            requireOurs(id);
            engine.call(docker -> docker.removeVolumeCmd(id).exec());
        } catch (TenantryException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Mounting a volume that isn't there would make the engine create one without labels. */
    void requireOurs(String id) {
        InspectVolumeResponse volume =
                engine.call(docker -> docker.inspectVolumeCmd(id).exec());
        labels.requireOurs("volume", id, labelsOf(volume));
    }

    private static Map<String, String> labelsOf(InspectVolumeResponse volume) {
        return Objects.requireNonNullElse(volume.getLabels(), Map.of());
    }
}
