package org.tenantry.gateway.edge.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** How the kernel is asked to move bytes. Event loops and sockets are of one kind. */
public enum Transport {
    /** Asks which sockets are ready, then reads and writes each by a call of its own: epoll(7). Every Linux has it. */
    EPOLL {
        @Override
        public IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public ServerSocketChannel listener(SocketProtocolFamily family) {
            return new EpollServerSocketChannel(family);
        }

        @Override
        public ChannelFuture adopt(Socket listening, ServerBootstrap bootstrap) {
            return bootstrap
                    .channelFactory(() -> new EpollServerSocketChannel(listening.intValue()))
                    .register();
        }

        @Override
        public SocketChannel socket(SocketProtocolFamily family) {
            return new EpollSocketChannel(family);
        }

        @Override
        public ChannelOption<Integer> keepIdle() {
            return EpollChannelOption.TCP_KEEPIDLE;
        }
    },

    /** Hands over what is to be read and written of many sockets by one call: io_uring(7). Not every kernel allows it. */
    IO_URING {
        @Override
        public IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setCqSize(COMPLETIONS));
        }

        /** Its sockets are for both families where the machine has both. */
        @Override
        public ServerSocketChannel listener(SocketProtocolFamily family) {
            return new IoUringServerSocketChannel();
        }

        /** Such a channel makes its socket itself: one of no interest, in whose place the other one is put. */
        @Override
        public ChannelFuture adopt(Socket listening, ServerBootstrap bootstrap) {
            ChannelFuture bound = bootstrap
                    .channelFactory(IoUringServerSocketChannel::new)
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .awaitUninterruptibly();
            if (bound.isSuccess()) {
                Descriptors.replace(((IoUringServerSocketChannel) bound.channel()).fd(), listening);
            }
            return bound;
        }

        @Override
        public SocketChannel socket(SocketProtocolFamily family) {
            return new IoUringSocketChannel();
        }

        @Override
        public ChannelOption<Integer> keepIdle() {
            return IoUringChannelOption.TCP_KEEPIDLE;
        }
    };

    /** So much may end at once, as when all connections are closed, before the kernel has to keep it elsewhere. */
    private static final int COMPLETIONS = 32 << 10;

    private static final String FASTEST = "auto";

    /** The one that costs least of those that this kernel lets this process use. */
    public static Transport fastest() {
        // Kernels before 6.0 have neither, and more faults.
        return IoUring.isAvailable() && IoUring.isRecvMultishotEnabled() ? IO_URING : EPOLL;
    }

    /** The one that a person has named: {@code auto} or {@code epoll}. */
    public static Optional<Transport> named(String text) {
        return switch (text) {
            case FASTEST -> Optional.of(fastest());
            case "epoll" -> Optional.of(EPOLL);
            default -> Optional.empty();
        };
    }

    /** What event loops are made with. */
    public abstract IoHandlerFactory handlers();

    /** A socket that will listen. */
    public abstract ServerSocketChannel listener(SocketProtocolFamily family);

    /**
     * Listens with a socket that listens already, which is the channel's from then on. The channel may believe that it has
     * another address. Blocks.
     *
     * @param bootstrap does not read by itself
     */
    public abstract ChannelFuture adopt(Socket listening, ServerBootstrap bootstrap);

    /** A socket that will connect. */
    public abstract SocketChannel socket(SocketProtocolFamily family);

    /** After how many silent seconds the kernel asks whether the other side is there ({@code TCP_KEEPIDLE}, tcp(7)). */
    public abstract ChannelOption<Integer> keepIdle();
}
