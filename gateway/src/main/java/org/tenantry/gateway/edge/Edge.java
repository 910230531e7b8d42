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
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
        Shared shared = new Shared(settings, routes, clock);
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new DefaultThreadFactory("edge", true), EpollIoHandler.newFactory());
        Map<EventLoop, LoopContext> loops = new IdentityHashMap<>();
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            byte[] requestIds = (ids.next("r-") + "-").getBytes(StandardCharsets.US_ASCII);
            loops.put(loop, new LoopContext(shared, loop, requestIds));
        }
        ChannelFuture bound = listen(settings, group, loops);
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            shared.close();
            throw TenantryException.field(
                    ErrorCode.TAKEN,
                    "listen",
                    settings.address() + ":" + settings.port(),
                    "an address and a port of this machine that nobody listens on");
        }
        loops.values().forEach(LoopContext::start);
        Edge edge = new Edge(shared, group, loops, bound.channel());
        routes.onChange(edge.retiring);
        return edge;
    }

    private static ChannelFuture listen(
            EdgeSettings settings, MultiThreadIoEventLoopGroup group, Map<EventLoop, LoopContext> loops) {
        return new ServerBootstrap()
                .group(group, group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, LoopContext.WATER_MARK)
                .childOption(EpollChannelOption.TCP_KEEPIDLE, 120)
                .childHandler(new Accept(loops))
                .bind(new InetSocketAddress(settings.address(), settings.port()))
                .awaitUninterruptibly();
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
        listener.close().awaitUninterruptibly();
        shared.drain();
        shared.clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientConnection.DRAIN));
        shared.clients.newCloseFuture().awaitUninterruptibly(bound.toMillis());
        close();
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
            loop.shared.admit(channel);
            channel.pipeline()
                    .addLast(
                            loop.shared.settings.h2c()
                                    ? new PriorKnowledge(loop)
                                    : new ClientConnection(loop, channel));
        }
    }
}
