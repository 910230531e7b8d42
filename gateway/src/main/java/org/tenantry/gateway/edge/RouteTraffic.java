package org.tenantry.gateway.edge;

import java.time.Instant;
import java.util.Optional;

/**
 * What went to one instance since this process started: requests, bytes of bodies and tunnels in both directions, requests
 * and tunnels open now, and when a byte last moved. Waking, metering and limits live on these figures.
 */
public record RouteTraffic(
        long requests, long bytesIn, long bytesOut, long openStreams, Optional<Instant> lastActivity) {}
