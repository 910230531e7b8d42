package org.tenantry.agent.runtime;

import java.time.Instant;

/** What the engine says of a container. */
public sealed interface ContainerState {
    /** Made by an agent that was killed before it was attached to all its networks; creating it again finishes it. */
    record Unfinished() implements ContainerState {}

    /** Complete, and never started. */
    record Created() implements ContainerState {}

    /** Its process runs. */
    record Running(Instant startedAt) implements ContainerState {}

    /** Its process is frozen. */
    record Paused(Instant startedAt) implements ContainerState {}

    /** Its process ended. */
    record Exited(int code, Instant finishedAt, boolean outOfMemory) implements ContainerState {}

    /** The engine is removing it, or failed to; it can only be removed (again). */
    record Dead() implements ContainerState {}
}
