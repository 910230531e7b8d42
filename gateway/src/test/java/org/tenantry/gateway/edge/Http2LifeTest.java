package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.gateway.edge.tls.CertificateNames;
import org.tenantry.gateway.edge.tls.Secured;

/** How a connection of HTTP/2 begins and ends, and for whom it is. */
class Http2LifeTest {
    private static final String HOST = "acme.test";

    @Test
    void drainsWhatIsInFlightAndTakesNoMore() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.running((wire, number) -> {
                    wire.message(false);
                    asked.countDown();
                    awaits(number == 1 ? first : second);
                    wire.send(Origin.ok("late"));
                });
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            client.get(1, HOST, "/");
            EdgeWorld.eventually("it came", () -> asked.getCount() == 1);

            Thread drain = Thread.ofVirtual().start(() -> world.edge.drain(Duration.ofSeconds(30)));

            Frame warning = client.await(Frame.GOAWAY, 0);
            assertThat(warning.number(0)).isEqualTo(Integer.MAX_VALUE);
            Frame ping = client.await(Frame.PING, 0);
            // Was on its way when the edge said goodbye.
            client.get(3, HOST, "/");
            client.send(Frame.PING, Frame.ACK, 0, ping.payload());
            assertThat(client.await(Frame.GOAWAY, 0).number(0)).isEqualTo(3);
            first.countDown();
            assertThat(client.answer(1)).isEqualTo("200 late");
            second.countDown();
            assertThat(client.answer(3)).isEqualTo("200 late");
            assertThat(client.frame()).isEmpty();
            drain.join();
        }
    }

    @Test
    void closesAConnectionThatNobodyUses() throws Exception {
        EdgeSettings.Timeouts short_ = EdgeSettings.Timeouts.standard().withKeepAlive(Duration.ofMillis(200));
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true).withTimeouts(short_));
                FrameWire client = FrameWire.to(world.edge.port())) {
            assertThat(client.goodbye()).isEqualTo(Frame.NO_ERROR);
        }
    }

    @Test
    void givesUpABodyThatStopsComing() throws Exception {
        EdgeSettings.Timeouts short_ = EdgeSettings.Timeouts.standard().withBodyIdle(Duration.ofMillis(200));
        try (EdgeWorld world = new EdgeWorld(settings -> settings.withH2c(true).withTimeouts(short_));
                Origin origin = Origin.saying("ok");
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);

            assertThat(client.post(1, HOST, "/").data(1, "part", false).answer(1))
                    .startsWith("408 ");
            assertThat(client.get(3, HOST, "/").answer(3)).isEqualTo("200 ok");
        }
    }

    /** One connection, two tenants that its certificate names, and one that it doesn't. */
    @Test
    void answersOnlyForHostsThatTheConnectionCovers() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            world.acme(acme);
            world.routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, globex.port()));
            MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
            Channel listener = covering(group, world.routes, "globex.test");
            int port = ((InetSocketAddress) listener.localAddress()).getPort();
            try (FrameWire client = FrameWire.to(port)) {
                assertThat(client.get(1, "globex.test", "/").answer(1)).isEqualTo("200 globex");
                assertThat(client.get(3, "acme.test", "/").answer(3)).startsWith("421 {");
                assertThat(client.get(5, "globex.test", "/").answer(5)).isEqualTo("200 globex");
                assertThat(acme.seen).isEmpty();
                assertThat(globex.seen.getFirst().field("x-forwarded-proto")).hasValue("https");
            } finally {
                group.shutdownGracefully().awaitUninterruptibly();
            }
        }
    }

    private static Channel covering(MultiThreadIoEventLoopGroup group, RouteTable routes, String host) {
        Shared shared = new Shared(EdgeSettings.on("127.0.0.1", 0), routes, Clock.systemUTC());
        LoopContext loop = new LoopContext(shared, (EventLoop) group.iterator().next(), new byte[] {'r', '-'});
        return new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ClientStreams.install(loop, channel, shown(host));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** A handshake in which a certificate for that host was shown. */
    private static Secured shown(String host) {
        CanonicalHost name = new CanonicalHost(host);
        CertificateNames names = new CertificateNames(Set.of(name), Set.of());
        return new Secured("TLSv1.3", Secured.Protocol.HTTP_2, false, Optional.empty(), names);
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
