package org.tenantry.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.InstantSource;
import org.tenantry.gateway.edge.log.AccessLog;
import org.tenantry.gateway.edge.page.Pages;

/** What all connections of an edge share; every part of it is safe for any thread. */
final class Shared {
    private static final int LOG_BATCHES = 16;

    final EdgeSettings settings;
    final RouteTable routes;
    final InstantSource clock;
    final Pages pages = new Pages();
    final EdgeCounters counters = new EdgeCounters();
    final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    final AccessLog log;
    private volatile boolean draining;
    private volatile int securePort;

    Shared(EdgeSettings settings, RouteTable routes, InstantSource clock) {
        this.settings = settings;
        this.routes = routes;
        this.clock = clock;
        this.log = settings.accessLog()
                .map(file -> AccessLog.to(file, settings.rotation(), LOG_BATCHES))
                .orElseGet(AccessLog::none);
    }

    /** The port under which clients find this edge by TLS. */
    int securePort() {
        return securePort;
    }

    void securePort(int port) {
        securePort = port;
    }

    /** A client has connected. */
    void admit(Channel client) {
        counters.accepted.increment();
        counters.open.increment();
        clients.add(client);
        client.closeFuture().addListener(closed -> counters.open.decrement());
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    EdgeTotals totals() {
        return counters.totals(log.dropped());
    }

    void close() {
        log.close();
    }
}
