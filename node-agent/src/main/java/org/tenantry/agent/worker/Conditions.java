package org.tenantry.agent.worker;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.ReplicaState;

/** What is to be said of a container that runs, by what asking it found. */
final class Conditions {
    private Conditions() {}

    static ReplicaState up(Standing standing, HeldContainer container, Assignment assignment, Memory memory) {
        Instant startedAt = startedAt(container);
        return switch (Check.of(standing.service(), assignment.web(), memory)) {
            case Check.Alive() -> new ReplicaState.Ready(container.revision(), startedAt);
            case Check.Unknown() -> new ReplicaState.Starting(container.revision(), startedAt);
            case Check.Ask ask -> asked(container, startedAt, memory);
        };
    }

    private static ReplicaState asked(HeldContainer container, Instant startedAt, Memory memory) {
        Health health = memory.health().getOrDefault(container.id(), new Health.Starting());
        return switch (health) {
            case Health.Starting() -> new ReplicaState.Starting(container.revision(), startedAt);
            case Health.Well(Instant since) -> new ReplicaState.Ready(container.revision(), since);
            case Health.Ill(Instant since, String said, List<String> lastLog) ->
                new ReplicaState.Unhealthy(
                        container.revision(), since, new Failure(said, OptionalInt.empty(), Lines.bounded(lastLog)));
        };
    }

    static Instant startedAt(HeldContainer container) {
        return switch (container.state()) {
            case ContainerState.Running(Instant startedAt) -> startedAt;
            case ContainerState.Paused(Instant startedAt) -> startedAt;
            case ContainerState.Created created -> Instant.EPOCH;
            case ContainerState.Unfinished unfinished -> Instant.EPOCH;
            case ContainerState.Exited exited -> exited.finishedAt();
            case ContainerState.Dead dead -> Instant.EPOCH;
        };
    }
}
