package org.tenantry.gateway.edge;

import java.util.concurrent.atomic.LongAdder;
import org.tenantry.gateway.edge.upstream.UpstreamPool;

/** The running figures behind {@link EdgeTotals}; written by all event loops without a lock. */
final class EdgeCounters implements UpstreamPool.Tally {
    final LongAdder accepted = new LongAdder();
    final LongAdder turnedAway = new LongAdder();
    final LongAdder open = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder requestsOpen = new LongAdder();
    final LongAdder answeredHere = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder connectFailures = new LongAdder();
    final LongAdder retries = new LongAdder();

    @Override
    public void begun() {
        connects.increment();
    }

    @Override
    public void failed() {
        connectFailures.increment();
    }

    EdgeTotals totals(long accessLogDropped) {
        return new EdgeTotals(
                accepted.sum(),
                turnedAway.sum(),
                open.sum(),
                requests.sum(),
                requestsOpen.sum(),
                answeredHere.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                connects.sum(),
                connectFailures.sum(),
                retries.sum(),
                accessLogDropped);
    }
}
