package org.tenantry.gateway.edge;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The running figures behind a {@link RouteTraffic}; written by all event loops without a lock. */
final class TrafficCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder openStreams = new LongAdder();
    private volatile long lastActivityMillis = -1;

    /** What {@link BusiestRoutes} alone keeps here. */
    private long weight;

    private long weighed;

    void opened(long nowMillis) {
        requests.increment();
        openStreams.increment();
        lastActivityMillis = nowMillis;
    }

    void closed(long nowMillis) {
        openStreams.decrement();
        lastActivityMillis = nowMillis;
    }

    void received(long bytes, long nowMillis) {
        bytesIn.add(bytes);
        lastActivityMillis = nowMillis;
    }

    void sent(long bytes, long nowMillis) {
        bytesOut.add(bytes);
        lastActivityMillis = nowMillis;
    }

    /** Half of what it weighed before, and the requests since. */
    long weigh() {
        long all = requests.sum();
        weight = weight / 2 + all - weighed;
        weighed = all;
        return weight;
    }

    RouteTraffic snapshot() {
        long last = lastActivityMillis;
        return new RouteTraffic(
                requests.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                openStreams.sum(),
                last < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
    }
}
