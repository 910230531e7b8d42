package org.tenantry.agent.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tenantry.common.node.ClusterId;

/** A container of the fake engine. Guarded by the engine's lock. */
final class FakeContainer {
    final String id;
    final ClusterId cluster;
    final ContainerOrder order;
    final Map<String, String> ownFiles = new HashMap<>();
    final List<String> log = new ArrayList<>();
    ContainerState state = new ContainerState.Created();
    Map<String, String> addresses = new TreeMap<>();
    int starts;

    FakeContainer(String id, ClusterId cluster, ContainerOrder order) {
        this.id = id;
        this.cluster = cluster;
        this.order = order;
    }

    boolean runs() {
        return state instanceof ContainerState.Running;
    }

    HeldContainer held() {
        String name = "tn-" + cluster + "-" + order.owner().instance() + "-"
                + order.replica().service() + "-" + order.replica().number();
        return new HeldContainer(id, name, order.owner(), order.replica(), order.revision(), state, addresses);
    }

    /** Whether it answers by that name in that network. */
    boolean answersTo(String host, String network) {
        return order.networks().stream()
                .filter(use -> use.network().equals(network))
                .anyMatch(use -> use.aliases().contains(host)
                        || order.replica().service().value().equals(host));
    }

    boolean isOf(ClusterId asking, ContainerOrder wanted) {
        return cluster.equals(asking)
                && order.owner().equals(wanted.owner())
                && order.replica().equals(wanted.replica())
                && order.revision().equals(wanted.revision());
    }
}
