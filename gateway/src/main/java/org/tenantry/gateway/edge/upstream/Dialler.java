package org.tenantry.gateway.edge.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.tenantry.common.instance.Endpoint;

/** Makes connections to endpoints, bound to the devices of their instances, and counts them. Confined to its event loop. */
final class Dialler {
    private final EventLoop loop;
    private final UpstreamPool.Settings settings;
    private final UpstreamPool.Tally tally;
    private final AtomicInteger open = new AtomicInteger();

    Dialler(EventLoop loop, UpstreamPool.Settings settings, UpstreamPool.Tally tally) {
        this.loop = loop;
        this.settings = settings;
        this.tally = tally;
    }

    EventLoop loop() {
        return loop;
    }

    /** How many of its connections are open. For any thread. */
    int open() {
        return open.get();
    }

    /** Makes a connection. The future ends on this event loop. */
    ChannelFuture dial(Endpoint endpoint) {
        tally.begun();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(() -> DeviceBinding.socketOn(settings.transport(), endpoint.device(), family(endpoint)))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, settings.waterMark())
                .option(settings.transport().keepIdle(), 120)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connect().toMillis()))
                .handler(new Empty())
                .connect(new InetSocketAddress(endpoint.address(), endpoint.port()));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                count(connecting.channel());
            } else {
                failed();
            }
        });
        return connecting;
    }

    /** A connection was of no use. */
    void failed() {
        tally.failed();
    }

    private void count(Channel connected) {
        open.incrementAndGet();
        connected.closeFuture().addListener(closed -> open.decrementAndGet());
    }

    /** A socket for both families costs more with each packet. */
    private static SocketProtocolFamily family(Endpoint endpoint) {
        return endpoint.address().indexOf(':') < 0 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    /** The handler follows when the connection stands. */
    private static final class Empty extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.config().setAutoRead(true);
        }
    }
}
