package org.tenantry.agent.worker;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Service;

/**
 * One wanted replica and the containers that it has.
 *
 * @param kept the one of the wanted revision
 * @param surplus all others: of another revision, doubled, or broken
 */
record Standing(ReplicaKey replica, Service service, Optional<HeldContainer> kept, List<HeldContainer> surplus) {
    static Standing of(ReplicaKey replica, Service service, List<HeldContainer> containers) {
        Optional<HeldContainer> kept = containers.stream()
                .filter(container -> container.revision().equals(service.revision()))
                .filter(container -> !(container.state() instanceof ContainerState.Dead))
                .min(Comparator.<HeldContainer, Boolean>comparing(container -> !Situation.isUp(container))
                        .thenComparing(HeldContainer::id));
        List<HeldContainer> surplus = containers.stream()
                .filter(container -> kept.isEmpty() || !container.equals(kept.get()))
                .toList();
        return new Standing(replica, service, kept, surplus);
    }

    /** The container that speaks for the replica: an old one still does while the new one can't be made. */
    Optional<HeldContainer> shown() {
        return kept.or(() -> surplus.stream().filter(Situation::isUp).findFirst());
    }
}
