package org.tenantry.gateway.store;

import java.time.Instant;

/**
 * Says that nobody may order anything for an instance.
 *
 * @param reason for people
 * @param principal who locked it
 */
public record InstanceLock(String reason, String principal, Instant since) {}
