package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketChannelConfig;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One end of the conversation between two gateways of one home: words of one byte, and open sockets (SCM_RIGHTS, unix(7)),
 * in order. Its methods block and are for one thread that is no event loop.
 */
final class HandoverLine extends ChannelInboundHandlerAdapter implements AutoCloseable {
    /** The first word of a successor: which form of the conversation it speaks. */
    static final int VERSION = 1;
    /** The successor is ready to take sockets. */
    static final int READY = 'r';
    /** The successor serves. */
    static final int SERVING = 's';

    private static final Object END = new Object();
    /** Far more than is ever said. */
    private static final int LONGEST = 1_000;

    private final Channel channel;
    private final BlockingQueue<Object> heard = new ArrayBlockingQueue<>(LONGEST);

    HandoverLine(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            bytes.forEachByte(one -> heard.offer(Byte.toUnsignedInt(one)));
            bytes.release();
        } else if (!heard.offer(message)) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!heard.offer(END)) {
            heard.clear();
            heard.add(END);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    boolean isEnded() {
        return !channel.isOpen();
    }

    void say(int word) throws IOException {
        written(channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) word})));
    }

    /** Gives the other process a socket of this one's, which both have then. */
    void give(FileDescriptor socket) throws IOException {
        written(channel.writeAndFlush(socket));
    }

    /** The next word. Throws where none comes in time, or none comes any more. */
    int hear(Duration patience) throws IOException {
        return next(Integer.class, patience);
    }

    /** From now on sockets come, and no words: to be called before the other side is told to give them. */
    void awaitSockets() {
        ((DomainSocketChannelConfig) channel.config()).setReadMode(DomainSocketReadMode.FILE_DESCRIPTORS);
    }

    /** The next socket. */
    FileDescriptor take(Duration patience) throws IOException {
        return next(FileDescriptor.class, patience);
    }

    private <T> T next(Class<T> kind, Duration patience) throws IOException {
        Object next;
        try {
            next = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (next == null) {
            throw new IOException("nothing came within " + patience);
        }
        if (!kind.isInstance(next)) {
            throw new IOException(next == END ? "the other side has ended" : "not understood: " + next);
        }
        return kind.cast(next);
    }

    private static void written(ChannelFuture writing) throws IOException {
        if (!writing.awaitUninterruptibly().isSuccess()) {
            throw new IOException("the other side has ended", writing.cause());
        }
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
