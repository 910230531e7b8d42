package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Service;

/**
 * Everything that a decision rests on.
 *
 * @param busy targets of steps under way; nothing else is done to them meanwhile
 */
record Situation(Wish wish, Inventory seen, Memory memory, Set<String> busy, Instant now) {
    /** How long a container may take to stop where its service says nothing; Compose's default. */
    static final Duration GRACE = Duration.ofSeconds(10);

    Situation {
        busy = Set.copyOf(busy);
    }

    /** The wanted replicas and their services. */
    static SortedMap<ReplicaKey, Service> replicas(Assignment assignment) {
        SortedMap<ReplicaKey, Service> replicas = new TreeMap<>();
        for (Service service : assignment.services()) {
            for (int number = 1; number <= service.replicas(); number++) {
                replicas.put(new ReplicaKey(service.name(), number), service);
            }
        }
        return replicas;
    }

    /** That replica's containers: one as a rule, more while a revision is replaced. */
    List<HeldContainer> containers(ReplicaKey replica) {
        return seen.containers().stream()
                .filter(container -> container.replica().equals(replica))
                .toList();
    }

    static boolean isUp(HeldContainer container) {
        return switch (container.state()) {
            case ContainerState.Running running -> true;
            case ContainerState.Paused paused -> true;
            case ContainerState.Created created -> false;
            case ContainerState.Unfinished unfinished -> false;
            case ContainerState.Exited exited -> false;
            case ContainerState.Dead dead -> false;
        };
    }

    /** Whether a step on that target may begin now. */
    boolean isFree(Step step) {
        return !busy.contains(step.target()) && !isPutOff(step.target()) && !isRefused(step);
    }

    private boolean isPutOff(String target) {
        Memory.Trouble trouble = memory.troubles().get(target);
        return trouble != null && trouble.retryAt().isAfter(now);
    }

    /** What was refused is not made again; stopping and removing go on. */
    private boolean isRefused(Step step) {
        boolean makes = switch (step) {
            case Step.FetchImage fetch -> true;
            case Step.MakeNetwork make -> true;
            case Step.MakeVolume make -> true;
            case Step.MakeContainer make -> true;
            case Step.Start start -> true;
            case Step.Note note -> false;
            case Step.Retire retire -> false;
            case Step.Stop stop -> false;
            case Step.RemoveContainer remove -> false;
            case Step.RemoveNetwork remove -> false;
            case Step.RemoveVolume remove -> false;
        };
        Map<String, String> refused = memory.refused();
        return makes && refused.containsKey(step.target());
    }
}
