package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.agent.runtime.NetworkOrder;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;

/** Bridges of our own, each with a device name of its own. */
record Networks(Engine engine, Labels labels, Names names) {
    List<HeldNetwork> list(Optional<InstanceId> instance) {
        List<Network> all = engine.call(docker -> docker.listNetworksCmd()
                .withFilter("label", labels.filter(instance))
                .exec());
        return all.stream().flatMap(network -> read(network).stream()).toList();
    }

    /** The blocks of all networks, whoever's. */
    List<Subnet> subnets() {
        return engine.call(docker -> docker.listNetworksCmd().exec()).stream()
                .flatMap(Networks::blocks)
                .toList();
    }

    private static Stream<Subnet> blocks(Network network) {
        Network.@Nullable Ipam ipam = network.getIpam();
        List<Network.Ipam.Config> configs = ipam == null || ipam.getConfig() == null ? List.of() : ipam.getConfig();
        return configs.stream()
                .map(Network.Ipam.Config::getSubnet)
                .filter(subnet -> subnet != null && !subnet.contains(":"))
                .map(Subnet::parse);
    }

    private Optional<HeldNetwork> read(Network network) {
        return labels.read(network.getName(), labelsOf(network), decoded -> {
            Subnet subnet = blocks(network)
                    .findFirst()
                    .orElseThrow(() -> TenantryException.invalid("subnet", "nothing", "a subnet"));
            return new HeldNetwork(
                    network.getId(),
                    decoded.owner(),
                    decoded.network(),
                    subnet,
                    decoded.device(),
                    Boolean.TRUE.equals(network.getInternal()));
        });
    }

    HeldNetwork create(NetworkOrder order) {
        Optional<HeldNetwork> there = find(order);
        if (there.isPresent()) {
            return sameForm(there.get(), order);
        }
        String id = engine.call(docker -> command(docker, order).exec().getId());
        return new HeldNetwork(id, order.owner(), order.name(), order.subnet(), order.device(), order.internal());
    }

    private Optional<HeldNetwork> find(NetworkOrder order) {
        return list(Optional.of(order.owner().instance())).stream()
                .filter(network -> network.name().equals(order.name()))
                .findFirst();
    }

    private static HeldNetwork sameForm(HeldNetwork there, NetworkOrder order) {
        if (there.internal() != order.internal()) {
            throw TenantryException.of(ErrorCode.CONFLICT, "network " + there.name() + " exists in another form");
        }
        return there;
    }

    private CreateNetworkCmd command(DockerClient docker, NetworkOrder order) {
        Network.Ipam.Config block = new Network.Ipam.Config()
                .withSubnet(order.subnet().toString())
                .withGateway(order.subnet().address(1));
        return docker.createNetworkCmd()
                .withName(names.of(order))
                .withCheckDuplicate(true)
                .withDriver("bridge")
                .withInternal(order.internal())
                .withEnableIpv6(false)
                .withIpam(new Network.Ipam().withDriver("default").withConfig(block))
                .withOptions(Map.of(
                        "com.docker.network.bridge.name",
                        order.device(),
                        "com.docker.network.bridge.enable_icc",
                        "true"))
                .withLabels(labels.of(order));
    }

    void remove(String id) {
        try {
            Network network = inspect(id);
            engine.call(docker -> docker.removeNetworkCmd(network.getId()).exec());
        } catch (TenantryException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** The engine's name of a network of ours. */
    String name(String id) {
        return inspect(id).getName();
    }

    private Network inspect(String id) {
        Network network = engine.call(
                docker -> docker.inspectNetworkCmd().withNetworkId(id).exec());
        labels.requireOurs("network", id, labelsOf(network));
        return network;
    }

    private static Map<String, String> labelsOf(Network network) {
        return Objects.requireNonNullElse(network.getLabels(), Map.of());
    }
}
