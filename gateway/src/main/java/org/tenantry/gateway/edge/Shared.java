package org.tenantry.gateway.edge;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.InstantSource;
import java.util.Optional;
import org.tenantry.gateway.edge.log.AccessEntry;
import org.tenantry.gateway.edge.log.AccessLog;
import org.tenantry.gateway.edge.page.Pages;

/** What all connections of an edge share; every part of it is safe for any thread. */
final class Shared {
    final EdgeSettings settings;
    final RouteTable routes;
    final InstantSource clock;
    final Pages pages = new Pages();
    final EdgeCounters counters = new EdgeCounters();
    final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Optional<AccessLog> accessLog;
    private volatile boolean draining;

    Shared(EdgeSettings settings, RouteTable routes, InstantSource clock) {
        this.settings = settings;
        this.routes = routes;
        this.clock = clock;
        this.accessLog = settings.accessLog().map(file -> AccessLog.to(file, 16 << 10));
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    void log(AccessEntry entry) {
        accessLog.ifPresent(log -> log.add(entry));
    }

    boolean isLogging() {
        return accessLog.isPresent();
    }

    EdgeTotals totals() {
        return counters.totals(accessLog.map(AccessLog::dropped).orElse(0L));
    }

    void close() {
        accessLog.ifPresent(AccessLog::close);
    }
}
