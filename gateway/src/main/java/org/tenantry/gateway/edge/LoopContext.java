package org.tenantry.gateway.edge;

import io.netty.channel.EventLoop;
import org.tenantry.gateway.edge.upstream.UpstreamPool;

/** What the connections of one event loop share, without any lock. */
final class LoopContext {
    final Shared shared;
    final EventLoop loop;
    final UpstreamPool pool;
    private final String idPrefix;
    private long requests;
    private int turn;

    LoopContext(Shared shared, EventLoop loop, String idPrefix) {
        this.shared = shared;
        this.loop = loop;
        this.idPrefix = idPrefix;
        EdgeSettings settings = shared.settings;
        this.pool = new UpstreamPool(
                loop,
                new UpstreamPool.Settings(
                        settings.timeouts().connect(),
                        settings.timeouts().upstreamIdle(),
                        settings.limits().idlePerEndpoint()));
    }

    /** Names the next request: a random beginning per event loop and a number, so that making one costs nothing. */
    String nextRequestId() {
        return idPrefix + Long.toString(requests++, 36);
    }

    /** Whose turn it is among so many endpoints. */
    int nextTurn(int endpoints) {
        turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
        return turn % endpoints;
    }

    long nowMillis() {
        return shared.clock.millis();
    }

    long nanos() {
        return loop.ticker().nanoTime();
    }
}
