package org.tenantry.gateway.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers a successor of the same home what this gateway has, and most of all the sockets that clients come to: they are
 * never closed, so no client is refused. The conversation, on a socket that only this user can reach:
 *
 * <pre>
 * successor: its version
 * this:      gives up everything but its edge; how many sockets there are
 * successor: ready
 * this:      the sockets
 * successor: serving
 * </pre>
 *
 * Until that last word both have the sockets and this one accepts; if it never comes, nothing has happened to any client.
 * The other end is {@link Inheritance}.
 */
public final class Handover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A successor that lives may take its time: whoever started it sees that, and its end is heard at once. */
    private static final Duration UNTIL_ITS_END = Duration.ofDays(1);

    /** Room for a path in sockaddr_un, unix(7); what is longer would be cut off without a word. */
    private static final int LONGEST_PATH = 107;

    private final Edge edge;
    private final Giver giver;
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("handover", true), EpollIoHandler.newFactory());
    private final AtomicBoolean begun = new AtomicBoolean();

    /** What the gateway does about it; called one after the other, on a thread that may block. */
    public interface Giver {
        /** Leaves everything to the successor but the edge. */
        void giveUp();

        /** There will be no successor: everything is this gateway's again. */
        void takeBack();

        /** The successor serves: nothing is left to do but to end what has begun. */
        void leave();
    }

    private Handover(Edge edge, Giver giver) {
        this.edge = edge;
        this.giver = giver;
    }

    /**
     * Waits for a successor, one. To be called by whoever holds the home: a socket that lies there is somebody's who ended.
     *
     * @param socket a file in a directory that only this user can enter
     */
    public static Handover offer(Path socket, Edge edge, Giver giver) {
        Handover handover = new Handover(edge, giver);
        try {
            Files.deleteIfExists(socket);
            handover.listen(socket);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return handover;
        } catch (IOException e) {
            handover.close();
            throw new UncheckedIOException(socket + ": cannot be listened on", e);
        }
    }

    private void listen(Path socket) throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IOException("the path is longer than " + LONGEST_PATH + " bytes");
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(group, group)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        HandoverLine line = new HandoverLine(channel);
                        channel.pipeline().addLast(line);
                        Thread.ofVirtual().name("handover").start(() -> talk(channel.parent(), line));
                    }
                })
                .bind(new DomainSocketAddress(socket.toFile()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause());
        }
    }

    private void talk(Channel listener, HandoverLine line) {
        try {
            int version = line.hear(PATIENCE);
            if (version != HandoverLine.VERSION) {
                LOG.warn("A successor was refused: its version is {} (expected: {})", version, HandoverLine.VERSION);
                line.close();
                return;
            }
            if (!begun.compareAndSet(false, true)) {
                LOG.warn("A successor was refused: another one is taking over already.");
                line.close();
                return;
            }
        } catch (IOException e) {
            LOG.info("Somebody asked for a hand-over and said no more: {}", e.getMessage());
            line.close();
            return;
        }
        // The file goes with it: the successor makes its own there, which must not be taken for this one's.
        listener.close().awaitUninterruptibly();
        handOver(line);
    }

    private void handOver(HandoverLine line) {
        if (isServedBy(line)) {
            giver.leave();
        } else {
            line.close();
            giver.takeBack();
        }
    }

    private boolean isServedBy(HandoverLine successor) {
        try {
            giver.giveUp();
            List<FileDescriptor> sockets = edge.sockets();
            successor.say(sockets.size());
            if (successor.hear(PATIENCE) != HandoverLine.READY) {
                return false;
            }
            for (FileDescriptor socket : sockets) {
                successor.give(socket);
            }
            return successor.hear(UNTIL_ITS_END) == HandoverLine.SERVING;
        } catch (IOException e) {
            LOG.warn("The successor did not come to serve: {}", e.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("The hand-over failed.", bug);
        }
        return false;
    }

    /** Offers nothing any more. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
