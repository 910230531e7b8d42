package org.tenantry.agent.health;

import java.time.Instant;
import java.util.Optional;
import org.tenantry.common.instance.HealthCheck;

/**
 * One run of a container, and how to ask it.
 *
 * @param container the engine's id
 * @param startedAt with the container it names the run
 * @param address where it answers, in one of its instance's networks
 */
public record Patient(String container, Instant startedAt, Optional<String> address, HealthCheck check) {}
