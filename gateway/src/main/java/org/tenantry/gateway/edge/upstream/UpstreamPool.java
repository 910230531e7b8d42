package org.tenantry.gateway.edge.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tenantry.common.instance.Endpoint;

/**
 * The connections of one event loop, by endpoint in full: instance, replica, node, term, address and device. Two instances
 * never share one, not even where one got the other's address. Confined to its event loop.
 */
public final class UpstreamPool {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Settings settings;
    private final Map<Endpoint, Deque<Idle>> idle = new HashMap<>();

    public UpstreamPool(EventLoop loop, Settings settings) {
        this.loop = loop;
        this.settings = settings;
        long millis = SWEEP.toMillis();
        loop.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** How long to wait for a connection, how long and how many unused ones are kept to each endpoint. */
    public record Settings(Duration connect, Duration idle, int idlePerEndpoint) {}

    /** The connection that was used last, unless even that rested longer than {@code rest}. */
    public Optional<UpstreamConnection> takeIdle(Endpoint endpoint, Duration rest) {
        Deque<Idle> resting = idle.get(endpoint);
        while (resting != null && !resting.isEmpty()) {
            Idle last = resting.peekLast();
            if (now() - last.sinceNanos > rest.toNanos()) {
                return Optional.empty();
            }
            resting.removeLast();
            if (last.connection.channel().isActive()) {
                return Optional.of(last.connection);
            }
        }
        return Optional.empty();
    }

    /** Makes a connection. The future ends on this event loop. */
    public Future<UpstreamConnection> connect(Endpoint endpoint) {
        Promise<UpstreamConnection> promise = loop.newPromise();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(() -> DeviceBinding.socketOn(endpoint.device()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(EpollChannelOption.TCP_KEEPIDLE, 120)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connect.toMillis()))
                .handler(new Empty())
                .connect(new InetSocketAddress(endpoint.address(), endpoint.port()));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                promise.setSuccess(new UpstreamConnection(endpoint, connecting.channel()));
            } else {
                promise.setFailure(done.cause());
            }
        });
        return promise;
    }

    /** Takes back a connection whose request is over; it is kept where it is whole and there is room. */
    public void give(UpstreamConnection connection, boolean whole) {
        boolean usable = connection.end() && whole;
        Deque<Idle> resting = idle.computeIfAbsent(connection.endpoint(), fresh -> new ArrayDeque<>());
        if (!usable || resting.size() >= settings.idlePerEndpoint) {
            connection.channel().close();
        } else {
            connection.channel().config().setAutoRead(true);
            resting.addLast(new Idle(connection, now()));
        }
    }

    /** Closes what rests to an endpoint that no route has any more. */
    public void retire(Endpoint endpoint) {
        Deque<Idle> resting = idle.remove(endpoint);
        if (resting != null) {
            resting.forEach(one -> one.connection.channel().close());
        }
    }

    /** Closes everything that rests. */
    public void retireAll() {
        idle.values()
                .forEach(resting ->
                        resting.forEach(one -> one.connection.channel().close()));
        idle.clear();
    }

    private void sweep() {
        long oldest = now() - settings.idle.toNanos();
        idle.values().removeIf(resting -> {
            resting.removeIf(one -> isOver(one, oldest));
            return resting.isEmpty();
        });
    }

    private static boolean isOver(Idle one, long oldest) {
        boolean over = one.sinceNanos - oldest < 0 || !one.connection.channel().isActive();
        if (over) {
            one.connection.channel().close();
        }
        return over;
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    private record Idle(UpstreamConnection connection, long sinceNanos) {}

    /** The handlers follow when the connection stands. */
    private static final class Empty extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.config().setAutoRead(true);
        }
    }
}
