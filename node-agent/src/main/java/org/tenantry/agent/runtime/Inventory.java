package org.tenantry.agent.runtime;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

/** What the engine holds of this cluster, or of one instance: found by labels, never by name. */
public record Inventory(List<HeldContainer> containers, List<HeldNetwork> networks, List<HeldVolume> volumes) {
    public Inventory {
        containers = List.copyOf(containers);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
    }

    /** Nothing. */
    public static Inventory empty() {
        return new Inventory(List.of(), List.of(), List.of());
    }

    /** That instance's share. */
    public Inventory of(InstanceId instance) {
        return new Inventory(
                containers.stream()
                        .filter(c -> c.owner().instance().equals(instance))
                        .toList(),
                networks.stream()
                        .filter(n -> n.owner().instance().equals(instance))
                        .toList(),
                volumes.stream()
                        .filter(v -> v.owner().instance().equals(instance))
                        .toList());
    }

    /** Everybody of whom there is a container. */
    public Set<TenantId> tenants() {
        return containers.stream()
                .map(container -> container.owner().tenant())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every instance of which there is anything. */
    public Set<InstanceId> instances() {
        Set<InstanceId> ids = new TreeSet<>();
        Stream.of(
                        containers.stream().map(HeldContainer::owner),
                        networks.stream().map(HeldNetwork::owner),
                        volumes.stream().map(HeldVolume::owner))
                .flatMap(owners -> owners)
                .forEach(owner -> ids.add(owner.instance()));
        return ids;
    }

    public boolean isEmpty() {
        return containers.isEmpty() && networks.isEmpty() && volumes.isEmpty();
    }

    /** The network that the Compose file gives that name; unique within one instance. */
    public Optional<HeldNetwork> network(String name) {
        return networks.stream().filter(network -> network.name().equals(name)).findFirst();
    }

    /** The volume of that key; unique within one instance. */
    public Optional<HeldVolume> volume(VolumeKey key) {
        return volumes.stream().filter(volume -> volume.key().equals(key)).findFirst();
    }
}
