package org.tenantry.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.gateway.edge.admission.ClientAddress;
import org.tenantry.gateway.edge.admission.Clients;
import org.tenantry.gateway.edge.admission.Room;
import org.tenantry.gateway.edge.admission.Usage;
import org.tenantry.gateway.edge.admission.Visit;
import org.tenantry.gateway.edge.log.AccessLog;
import org.tenantry.gateway.edge.page.Pages;

/** What all connections of an edge share; every part of it is safe for any thread. */
final class Shared {
    private static final int LOG_BATCHES = 16;
    private static final int SWEEP_SECONDS = 10;

    final EdgeSettings settings;
    final RouteTable routes;
    final InstantSource clock;
    final Pages pages = new Pages();
    final EdgeCounters counters = new EdgeCounters();
    final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    final AccessLog log;

    /** Where requests wait for an instance, on all event loops; forgotten when it is back. */
    final ConcurrentMap<InstanceId, Room> rooms = new ConcurrentHashMap<>();

    private final Clients visitors = new Clients();
    private final Usage everybody = new Usage();
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

    /** Somebody has connected. */
    void arrived(Channel client) {
        counters.accepted.increment();
        counters.open.increment();
        clients.add(client);
        client.closeFuture().addListener(closed -> counters.open.decrement());
    }

    /** Whether there is room for a connection of that client. */
    boolean admit(Channel client, long now) {
        EdgeSettings.Connections most = settings.limits().connections();
        Visit visit = visit(client);
        boolean fits = visit.to(everybody, most.all(), most.ofAddress())
                && visit.client().come(most.perSecond(), most.ofAddress(), now);
        if (!fits) {
            visit.leave();
            counters.turnedAway.increment();
        }
        return fits;
    }

    /** The place of a connection among those of others, which it leaves when it closes. */
    Visit visit(Channel client) {
        Visit visit = new Visit(visitors, address(client));
        client.closeFuture().addListener(closed -> visit.leave());
        return visit;
    }

    private static ClientAddress address(Channel client) {
        return Announcement.client(client).map(ClientAddress::of).orElse(ClientAddress.NONE);
    }

    /** Forgets clients that have gone, now and then. */
    void sweepOn(LoopContext any) {
        any.loop.scheduleWithFixedDelay(
                () -> visitors.sweep(any.nanos()), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
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
