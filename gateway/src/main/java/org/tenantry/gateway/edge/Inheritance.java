package org.tenantry.gateway.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.gateway.edge.transport.Transport;

/**
 * The sockets that a gateway has from its predecessor, which goes on accepting at them until it is told that this one serves.
 * The other end is {@link Handover}.
 */
public final class Inheritance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);
    /** In this time the predecessor ends its control plane and its API. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Socket> sockets = new ArrayList<>();
    private final Optional<EventLoopGroup> group;
    private final Optional<HandoverLine> line;

    private Inheritance(Optional<EventLoopGroup> group, Optional<HandoverLine> line) {
        this.group = group;
        this.line = line;
    }

    /** Of a gateway without a predecessor. */
    public static Inheritance none() {
        return new Inheritance(Optional.empty(), Optional.empty());
    }

    /**
     * What the gateway gives that listens on this socket; nothing where there is none, or where it ends or refuses meanwhile:
     * then whoever holds the home decides. Blocks.
     */
    public static Inheritance from(Path socket) {
        if (!Files.exists(socket)) {
            return none();
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("inheritance", true), EpollIoHandler.newFactory());
        ChannelFuture connected = connect(socket, group);
        HandoverLine line = connected.channel().pipeline().get(HandoverLine.class);
        Inheritance inheritance = new Inheritance(Optional.of(group), Optional.ofNullable(line));
        try {
            inheritance.take(connected);
            return inheritance;
        } catch (IOException e) {
            LOG.warn("Nothing was inherited through {}: {}", socket, e.getMessage());
            inheritance.close();
            return none();
        }
    }

    private static ChannelFuture connect(Path socket, EventLoopGroup group) {
        EpollDomainSocketChannel channel = new EpollDomainSocketChannel();
        return new Bootstrap()
                .group(group)
                .channelFactory(() -> channel)
                .handler(new HandoverLine(channel))
                .connect(new DomainSocketAddress(socket.toFile()))
                .awaitUninterruptibly();
    }

    private void take(ChannelFuture connected) throws IOException {
        if (!connected.isSuccess()) {
            throw new IOException("nobody is there: " + connected.cause().getMessage());
        }
        HandoverLine predecessor = line.orElseThrow(() -> new IOException("it has ended"));
        predecessor.say(HandoverLine.VERSION);
        int count = predecessor.hear(PATIENCE);
        predecessor.awaitSockets();
        predecessor.say(HandoverLine.READY);
        for (int i = 0; i < count; i++) {
            sockets.add(new Socket(predecessor.take(PATIENCE).intValue()));
        }
    }

    /** Whether a predecessor serves, and goes on until {@link #serving}. */
    public boolean isThere() {
        return line.isPresent();
    }

    /** Listens with the inherited socket of that address, else with one of its own. */
    ChannelFuture listen(
            ServerBootstrap bootstrap, InetSocketAddress wanted, Transport transport, SocketProtocolFamily family) {
        Optional<Socket> inherited = remove(wanted);
        return inherited.isPresent()
                ? transport.adopt(inherited.get(), bootstrap)
                : bootstrap.channelFactory(() -> transport.listener(family)).bind(wanted);
    }

    private Optional<Socket> remove(InetSocketAddress wanted) {
        for (Iterator<Socket> all = sockets.iterator(); all.hasNext(); ) {
            Socket one = all.next();
            if (isSame(one.localAddress(), wanted)) {
                all.remove();
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** A socket for both families tells the address of any in the other family's form. */
    private static boolean isSame(InetSocketAddress there, InetSocketAddress wanted) {
        boolean isAny =
                there.getAddress().isAnyLocalAddress() && wanted.getAddress().isAnyLocalAddress();
        return there.getPort() == wanted.getPort()
                && (isAny || there.getAddress().equals(wanted.getAddress()));
    }

    /** Whether there is no predecessor any more, not even one that only lets its clients end. */
    public boolean isOver() {
        return line.map(HandoverLine::isEnded).orElse(true);
    }

    /** Tells the predecessor that it may go, and closes what nobody wanted. One that has gone already needn't be told. */
    public void serving() {
        closeUnwanted();
        line.ifPresent(predecessor -> {
            try {
                predecessor.say(HandoverLine.SERVING);
            } catch (IOException e) {
                LOG.info("The predecessor went before it was told: {}", e.getMessage());
            }
        });
    }

    /** Ends the conversation. A predecessor that was not told that this one serves goes on. */
    @Override
    public void close() {
        closeUnwanted();
        line.ifPresent(HandoverLine::close);
        group.ifPresent(one -> one.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }

    private void closeUnwanted() {
        for (Socket unwanted : sockets) {
            try {
                unwanted.close();
            } catch (IOException e) {
                LOG.warn("{} did not close", unwanted, e);
            }
        }
        sockets.clear();
    }
}
