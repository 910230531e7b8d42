package org.tenantry.gateway.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.edge.figures.Event;
import org.tenantry.gateway.edge.figures.LoopFigures;
import org.tenantry.gateway.edge.tls.Certificates;
import org.tenantry.gateway.edge.tls.Handshakes;
import org.tenantry.gateway.edge.tls.Secured;
import org.tenantry.gateway.edge.tls.Stock;
import org.tenantry.gateway.edge.tls.TlsSettings;
import org.tenantry.gateway.edge.transport.Transport;

/** Where clients come in: the plain port and the one for TLS. Hands each connection to the context of its event loop. */
final class Listeners implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Shared shared;
    private final EventLoopGroup group;
    private final Map<EventLoop, LoopContext> loops;
    private final List<Channel> listening = new ArrayList<>();
    private Optional<Certificates> certificates = Optional.empty();
    private int port;
    private int tlsPort;

    Listeners(Shared shared, EventLoopGroup group, Map<EventLoop, LoopContext> loops) {
        this.shared = shared;
        this.group = group;
        this.loops = loops;
    }

    /** Opens what the settings ask for; what was opened before a refusal stays for {@link #close}. */
    void open(EdgeSettings settings, Inheritance inheritance) {
        port = listen(inheritance, "listen", settings.port(), Listeners::plain);
        settings.tls().ifPresent(tls -> {
            Certificates used = certificates(tls);
            certificates = Optional.of(used);
            Handshakes handshakes = new Handshakes(used, tls);
            tlsPort = listen(
                    inheritance, "edge.tls.port", tls.port(), (loop, channel) -> handshake(loop, channel, handshakes));
            shared.securePort(tls.publicPort() > 0 ? tls.publicPort() : tlsPort);
        });
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    /** The certificates in use. */
    Stock certificates() {
        return certificates.map(Certificates::stock).orElse(Stock.NONE);
    }

    private Certificates certificates(TlsSettings tls) {
        try {
            return Certificates.start(tls, shared.clock);
        } catch (IOException e) {
            throw new UncheckedIOException(tls.certificates() + ": cannot be watched", e);
        }
    }

    private int listen(Inheritance inheritance, String field, int wanted, BiConsumer<LoopContext, Channel> accepted) {
        String address = shared.settings.address();
        Transport transport = shared.settings.transport();
        // A socket for both families costs more with each packet.
        SocketProtocolFamily family = address.indexOf(':') < 0 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group, group)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, LoopContext.WATER_MARK)
                .childOption(transport.keepIdle(), 120)
                .childHandler(new Accept(accepted));
        ChannelFuture bound = inheritance
                .listen(bootstrap, new InetSocketAddress(address, wanted), transport, family)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw TenantryException.field(
                    ErrorCode.TAKEN,
                    field,
                    address + ":" + wanted,
                    "an address and a port of this machine that nobody listens on");
        }
        listening.add(bound.channel());
        return wanted > 0 ? wanted : ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private static void plain(LoopContext loop, Channel channel) {
        channel.pipeline()
                .addLast(
                        loop.shared.settings.h2c()
                                ? new PriorKnowledge(loop)
                                : new ClientConnection(loop, channel, null));
    }

    private static void serve(LoopContext loop, Channel channel, Secured secured) {
        switch (secured.protocol()) {
            case HTTP_1 -> channel.pipeline().addLast(new ClientConnection(loop, channel, secured));
            case HTTP_2 -> ClientStreams.install(loop, channel, secured);
        }
    }

    private static void handshake(LoopContext loop, Channel channel, Handshakes handshakes) {
        handshakes.begin(channel.pipeline(), new Handshakes.Outcome() {
            @Override
            public void secured(Channel same, Secured secured) {
                count(loop.figures, secured);
                serve(loop, same, secured);
            }

            @Override
            public void refused(Channel same, String why, int status) {
                loop.figures.happened(Event.HANDSHAKE_FAILED);
                byte[] address = AnsweringConnection.address(same).getBytes(StandardCharsets.US_ASCII);
                AccessRecord record = new AccessRecord(loop, "");
                record.of(address, "");
                record.refused(why, status);
            }
        });
    }

    private static void count(LoopFigures figures, Secured secured) {
        figures.happened(Event.HANDSHAKE);
        if (secured.resumed()) {
            figures.happened(Event.HANDSHAKE_RESUMED);
        }
    }

    /** Lets clients in from now on. */
    void accept() {
        listening.forEach(one -> one.config().setAutoRead(true));
    }

    List<FileDescriptor> sockets() {
        return listening.stream()
                .<FileDescriptor>map(one -> ((UnixChannel) one).fd())
                .toList();
    }

    /** Accepts nobody any more; connections and handshakes go on. */
    void stop() {
        listening.forEach(one -> one.close().awaitUninterruptibly());
    }

    /** And no handshake goes on. */
    @Override
    public void close() {
        stop();
        certificates.ifPresent(Certificates::close);
    }

    private final class Accept extends ChannelInitializer<Channel> {
        private final BiConsumer<LoopContext, Channel> accepted;

        Accept(BiConsumer<LoopContext, Channel> accepted) {
            this.accepted = accepted;
        }

        @Override
        protected void initChannel(Channel channel) {
            LoopContext loop = loops.get(channel.eventLoop());
            if (loop == null) {
                throw new IllegalStateException("a connection on an event loop that isn't the edge's");
            }
            loop.shared.arrived(channel);
            Announcement.serve(shared.settings.balancers(), loop, channel, this::enter);
        }

        private void enter(LoopContext loop, Channel channel) {
            if (loop.shared.admit(channel, loop.nanos())) {
                accepted.accept(loop, channel);
            } else {
                channel.close();
            }
        }
    }
}
