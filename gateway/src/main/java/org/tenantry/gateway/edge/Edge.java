package org.tenantry.gateway.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.protocol.Ids;

/**
 * The reverse proxy: accepts clients on event loops of its own and relays each request to the instance that its host is
 * routed to.
 */
public final class Edge implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Shared shared;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, LoopContext> loops;
    private final Channel listener;
    private final RouteTable.Listener retiring = this::retire;

    private Edge(
            Shared shared, MultiThreadIoEventLoopGroup group, Map<EventLoop, LoopContext> loops, Channel listener) {
        this.shared = shared;
        this.group = group;
        this.loops = loops;
        this.listener = listener;
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
                settings.eventLoops(), new DefaultThreadFactory("edge", true), EpollIoHandler.newFactory());
        Map<EventLoop, LoopContext> loops = new IdentityHashMap<>();
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            loops.put(loop, new LoopContext(shared, loop, ids.next("r-") + "-"));
        }
        ChannelFuture bound = listen(settings, group, loops, inheritance);
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            shared.close();
            throw TenantryException.field(
                    ErrorCode.TAKEN,
                    "listen",
                    settings.address() + ":" + settings.port(),
                    "an address and a port of this machine that nobody listens on");
        }
        Edge edge = new Edge(shared, group, loops, bound.channel());
        routes.onChange(edge.retiring);
        return edge;
    }

    private static ChannelFuture listen(
            EdgeSettings settings,
            MultiThreadIoEventLoopGroup group,
            Map<EventLoop, LoopContext> loops,
            Inheritance inheritance) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group, group)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(EpollChannelOption.TCP_KEEPIDLE, 120)
                .childHandler(new Accept(loops));
        InetSocketAddress wanted = new InetSocketAddress(settings.address(), settings.port());
        return inheritance
                .listen(bootstrap, wanted, EpollServerSocketChannel::new)
                .awaitUninterruptibly();
    }

    /** From now on clients are let in. */
    public void accept() {
        listener.config().setAutoRead(true);
    }

    /** The sockets that it listens on. */
    List<FileDescriptor> sockets() {
        return List.of(((EpollServerSocketChannel) listener).fd());
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The figures of now. */
    public EdgeTotals totals() {
        return shared.totals();
    }

    /**
     * Stops accepting, tells clients that their connections end, lets what is in flight end, and closes. Blocks; what is
     * still open after the bound is cut.
     */
    public void drain(Duration bound) {
        stopAccepting();
        shared.clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientConnection.DRAIN));
        shared.clients.newCloseFuture().awaitUninterruptibly(bound.toMillis());
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
        listener.close().awaitUninterruptibly();
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
        listener.close().awaitUninterruptibly();
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

    /** Closes resting connections to endpoints that a change took from a route. */
    private void retire(Optional<Route> before, Optional<Route> after) {
        if (before.isEmpty()) {
            return;
        }
        Set<Endpoint> gone = new HashSet<>(before.get().availability().endpoints());
        after.ifPresent(now -> now.availability().endpoints().forEach(gone::remove));
        if (!gone.isEmpty()) {
            onLoops(loop -> gone.forEach(loop.pool::retire));
        }
    }

    /** Hands each new connection to the context of its event loop. */
    private static final class Accept extends ChannelInitializer<Channel> {
        private final Map<EventLoop, LoopContext> loops;

        Accept(Map<EventLoop, LoopContext> loops) {
            this.loops = loops;
        }

        @Override
        protected void initChannel(Channel channel) {
            LoopContext loop = loops.get(channel.eventLoop());
            if (loop == null) {
                throw new IllegalStateException("a connection on an event loop that isn't the edge's");
            }
            new ClientConnection(loop, channel).install();
        }
    }
}
