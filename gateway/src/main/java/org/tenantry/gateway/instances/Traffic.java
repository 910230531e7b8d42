package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.Optional;

/**
 * What went to an instance through this gateway since it started.
 *
 * @param bytesIn bytes of bodies and tunnels from clients
 * @param bytesOut bytes of bodies and tunnels to clients
 * @param openStreams requests and tunnels that are open now
 * @param lastActivity when a byte last moved; empty where none did
 */
public record Traffic(long requests, long bytesIn, long bytesOut, long openStreams, Optional<Instant> lastActivity) {
    /** None at all. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, Optional.empty());
}
