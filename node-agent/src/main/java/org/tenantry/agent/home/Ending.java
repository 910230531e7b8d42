package org.tenantry.agent.home;

import java.time.Instant;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.ReplicaKey;

/**
 * How one run of a container ended, seen by this agent while the container was meant to run.
 *
 * @param container the engine's id
 * @param finishedAt by the engine; with the container it names the run
 * @param version the assignment's then: a failure is forgiven by a newer one
 * @param failure its exit code and last lines
 */
public record Ending(
        ReplicaKey replica, String container, Instant finishedAt, int code, long version, Failure failure) {}
