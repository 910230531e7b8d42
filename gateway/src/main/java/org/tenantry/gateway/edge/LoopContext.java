package org.tenantry.gateway.edge;

import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.gateway.edge.figures.LoopFigures;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http2.RequestFields;
import org.tenantry.gateway.edge.http2.ResponseFields;
import org.tenantry.gateway.edge.log.AccessLog;
import org.tenantry.gateway.edge.log.RequestId;
import org.tenantry.gateway.edge.upstream.RetryBudget;
import org.tenantry.gateway.edge.upstream.UpstreamPool;

/** What the connections of one event loop share, without any lock. */
final class LoopContext {
    /** One read of a large body is at most 64 KiB: it must not look like a receiver that doesn't keep up. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 10, 160 << 10);

    private static final long MOST_TICK_MILLIS = 250;

    final Shared shared;
    final EventLoop loop;
    final UpstreamPool pool;
    final Deadlines deadlines;
    final Holds holds = new Holds(this);
    final RetryBudget retries = new RetryBudget();
    final AccessLog.Lines log;
    final LoopFigures figures = new LoopFigures();
    final RandomGenerator random;

    /** Where heads are written before they are copied out; nobody keeps it across a call. */
    final ByteWriter text = new ByteWriter(4 << 10);

    final RequestFields requestFields;
    final ResponseFields responseFields = new ResponseFields();

    private static final int STREAMS_KEPT = 128;
    private final ArrayDeque<ClientStream> streams = new ArrayDeque<>();
    private final byte[] idPrefix;
    private long requests;

    LoopContext(Shared shared, EventLoop loop, byte[] idPrefix) {
        this.shared = shared;
        this.loop = loop;
        this.idPrefix = idPrefix;
        this.requestFields = new RequestFields(idPrefix);
        this.log = shared.log.lines();
        this.random = new SplittableRandom(seed(idPrefix));
        EdgeSettings settings = shared.settings;
        this.deadlines = new Deadlines(settings.timeouts());
        this.pool = new UpstreamPool(
                loop,
                new UpstreamPool.Settings(
                        settings.transport(),
                        settings.timeouts().connect(),
                        settings.timeouts().upstreamIdle(),
                        settings.limits().idlePerEndpoint(),
                        WATER_MARK),
                shared.counters);
    }

    /** All that is random of it: the names of traces must not come again. */
    private static long seed(byte[] random) {
        long seed = 0;
        for (byte one : random) {
            seed = 31 * seed + one;
        }
        return seed;
    }

    /** Begins to look after what waits. */
    void start() {
        EdgeSettings.Timeouts bounds = shared.settings.timeouts();
        long shortest = Math.min(
                Math.min(bounds.head().toMillis(), bounds.linger().toMillis()),
                Math.min(
                        Math.min(bounds.bodyIdle().toMillis(), bounds.unread().toMillis()),
                        bounds.keepAlive().toMillis()));
        long tick = Math.clamp(shortest / 4, 5, MOST_TICK_MILLIS);
        loop.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        deadlines.check(nanos());
        holds.check();
        pool.sweep();
        log.handOver();
    }

    /** Names the next request: a random beginning per event loop and a number, so that making one costs nothing. */
    void nextRequestId(RequestId id) {
        id.set(idPrefix, requests++);
    }

    /** What answers the next stream: one that has answered others before, where there is one. */
    ClientStream takeStream() {
        ClientStream rested = streams.pollLast();
        return rested == null ? new ClientStream(this) : rested;
    }

    /** Takes back one whose stream is gone. */
    void giveStream(ClientStream stream) {
        if (streams.size() < STREAMS_KEPT) {
            streams.addLast(stream);
        }
    }

    /** What of these hosts is under way to the endpoint on this loop, and whether more may come: on this loop. */
    Load load(Endpoint endpoint, Collection<CanonicalHost> hosts) {
        return new Load(shared.routes.leads(hosts, endpoint), 0, 0).plus(pool.load(endpoint));
    }

    long nowMillis() {
        return shared.clock.millis();
    }

    long nanos() {
        return loop.ticker().nanoTime();
    }
}
