package org.tenantry.gateway.edge;

/**
 * Figures of the whole edge since it started, for whoever exports metrics. {@code answeredHere} are answers that the edge
 * gave itself (refusals, pages); {@code retries} are requests sent again on a fresh connection.
 */
public record EdgeTotals(
        long connectionsAccepted,
        long connectionsTurnedAway,
        long connectionsOpen,
        long requests,
        long requestsOpen,
        long answeredHere,
        long bytesIn,
        long bytesOut,
        long upstreamConnects,
        long upstreamConnectFailures,
        long retries,
        long accessLogDropped) {}
