package org.tenantry.gateway.edge;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.common.protocol.Ids;

/**
 * The reverse proxy: accepts clients on event loops of its own and relays each request to the instance that its host is
 * routed to.
 */
public final class Edge implements AutoCloseable {
    private final Shared shared;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, LoopContext> loops;
    private final Listeners listeners;
    private final BusiestRoutes busiest;
    private final RouteTable.Listener retiring = this::retire;

    private Edge(
            Shared shared, MultiThreadIoEventLoopGroup group, Map<EventLoop, LoopContext> loops, Listeners listeners) {
        this.shared = shared;
        this.group = group;
        this.loops = loops;
        this.listeners = listeners;
        this.busiest = new BusiestRoutes(shared.routes, shared.clock);
    }

    /**
     * Listens and serves.
     *
     * @param ids make the beginnings of request ids
     * @throws TenantryException TAKEN where somebody else has the port
     */
    public static Edge start(EdgeSettings settings, RouteTable routes, InstantSource clock, Ids ids) {
        Edge edge = prepare(settings, routes, clock, ids, Inheritance.none());
        edge.accept();
        return edge;
    }

    /** The same with the sockets of a predecessor, which goes on accepting there; this one does from {@link #accept} on. */
    public static Edge prepare(
            EdgeSettings settings, RouteTable routes, InstantSource clock, Ids ids, Inheritance inheritance) {
        Shared shared = new Shared(settings, routes, clock);
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(),
                new DefaultThreadFactory("edge", true),
                settings.transport().handlers());
        Map<EventLoop, LoopContext> loops = new IdentityHashMap<>();
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            byte[] requestIds = (ids.next("r-") + "-").getBytes(StandardCharsets.US_ASCII);
            loops.put(loop, new LoopContext(shared, loop, requestIds));
        }
        Listeners listeners = new Listeners(shared, group, loops);
        try {
            listeners.open(settings, inheritance);
        } catch (RuntimeException refused) {
            listeners.close();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            shared.close();
            throw refused;
        }
        loops.values().forEach(LoopContext::start);
        shared.sweepOn(loops.values().iterator().next());
        Edge edge = new Edge(shared, group, loops, listeners);
        routes.onChange(edge.retiring);
        return edge;
    }

    /** From now on clients are let in. */
    public void accept() {
        listeners.accept();
    }

    /** The sockets that it listens on. */
    List<FileDescriptor> sockets() {
        return listeners.sockets();
    }

    /** The port it listens on. */
    public int port() {
        return listeners.port();
    }

    /** The port it listens on for TLS; 0 where it takes none. */
    public int tlsPort() {
        return listeners.tlsPort();
    }

    /** The figures of now. */
    public EdgeTotals totals() {
        return shared.totals();
    }

    /** What was measured, and the state of now. */
    public EdgeFigures figures() {
        return EdgeFigures.of(loops.values(), listeners.certificates(), busiest.now());
    }

    /**
     * What is under way to an endpoint. Each event loop tells its own, in one turn with whether it would send more: where
     * nothing is routed and nothing under way, nothing will be.
     *
     * @param hosts all that may lead there
     */
    public CompletableFuture<Load> load(Endpoint endpoint, Collection<CanonicalHost> hosts) {
        CompletableFuture<Load> all = CompletableFuture.completedFuture(Load.NONE);
        for (LoopContext one : loops.values()) {
            if (!one.loop.isShuttingDown()) {
                CompletableFuture<Load> here = CompletableFuture.supplyAsync(() -> one.load(endpoint, hosts), one.loop);
                all = all.thenCombine(here, Load::plus);
            }
        }
        return all;
    }

    /**
     * Stops accepting, tells clients that their connections end, lets what is in flight end, and closes. Blocks. What has no
     * end of its own is ended after half of the bound, and what is still open after all of it is cut.
     */
    public void drain(Duration bound) {
        stopAccepting();
        shared.clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientConnection.DRAIN));
        long half = bound.toMillis() / 2;
        if (!shared.clients.newCloseFuture().awaitUninterruptibly(half)) {
            shared.clients.forEach(client -> client.pipeline().fireUserEventTriggered(Departure.END_STREAM));
            shared.clients.newCloseFuture().awaitUninterruptibly(half);
        }
        close();
    }

    /**
     * Leaves clients to a successor that has the same sockets: accepts nobody any more, and lets those that are there go within
     * the time, as {@link Departure} says. Blocks until then; what is still open is for {@link #close} to cut.
     */
    public void leave(Duration time) {
        stopAccepting();
        Departure.begin(shared.clients, time);
        shared.clients.newCloseFuture().awaitUninterruptibly(time.toMillis());
    }

    /** Afterwards all clients are known: those that were accepted last are on their way to their event loops. */
    private void stopAccepting() {
        shared.drain();
        listeners.stop();
        for (EventLoop loop : loops.keySet()) {
            if (!loop.isShuttingDown()) {
                loop.submit(() -> {}).awaitUninterruptibly();
            }
        }
    }

    /** Stops at once: what is in flight is cut. */
    @Override
    public void close() {
        shared.routes.ignore(retiring);
        shared.drain();
        listeners.close();
        shared.clients.close().awaitUninterruptibly();
        onLoops(loop -> loop.pool.retireAll());
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        shared.close();
    }

    /** Runs on each event loop, unless that has ended. */
    private void onLoops(Consumer<LoopContext> work) {
        for (LoopContext loop : loops.values()) {
            if (!loop.loop.isShuttingDown()) {
                loop.loop.execute(() -> work.accept(loop));
            }
        }
    }

    private static boolean isHolding(Optional<Route> route) {
        return route.filter(one -> one.availability() instanceof Availability.Holding)
                .isPresent();
    }

    /** Lets those go who waited for a change. Closes resting connections to endpoints that a change took from a route. */
    private void retire(Optional<Route> before, Optional<Route> after) {
        boolean held = isHolding(before);
        if (after.isEmpty() || held != isHolding(after)) {
            before.or(() -> after).ifPresent(route -> shared.rooms.remove(route.instance()));
        }
        if (held) {
            onLoops(loop -> loop.holds.check());
        }
        if (before.isEmpty()) {
            return;
        }
        Set<Endpoint> gone = new HashSet<>(before.get().availability().endpoints());
        after.ifPresent(now -> now.availability().endpoints().forEach(gone::remove));
        if (!gone.isEmpty()) {
            onLoops(loop -> gone.forEach(loop.pool::retire));
        }
    }
}
