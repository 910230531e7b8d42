package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.tenantry.gateway.edge.proxy.Balancers;
import org.tenantry.gateway.edge.proxy.ProxyHeader;

/**
 * Hears from a balancer, before anything else is read of a connection, whom it speaks for; then gives the connection to
 * whoever serves such clients, as if they had connected themselves. Without such a header, or with a wrong one, it is closed.
 */
final class Announcement extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<InetAddress> CLIENT = AttributeKey.valueOf(Announcement.class, "client");

    private final LoopContext loop;
    private final Channel channel;
    private final BiConsumer<LoopContext, Channel> accepted;
    private final ProxyHeader header = new ProxyHeader();
    private final Waiter waiter = new Waiter();

    private Announcement(LoopContext loop, Channel channel, BiConsumer<LoopContext, Channel> accepted) {
        this.loop = loop;
        this.channel = channel;
        this.accepted = accepted;
    }

    /** Serves a connection that was just accepted; only what these say of others is heard. */
    static void serve(
            Balancers balancers, LoopContext loop, Channel channel, BiConsumer<LoopContext, Channel> accepted) {
        if (channel.remoteAddress() instanceof InetSocketAddress from && balancers.include(from.getAddress())) {
            channel.pipeline().addLast(new Announcement(loop, channel, accepted));
        } else {
            accepted.accept(loop, channel);
        }
    }

    /** Whose connection it is: whoever was announced, else the other end. Empty where that has no address. */
    static Optional<InetAddress> client(Channel channel) {
        InetAddress announced = channel.hasAttr(CLIENT) ? channel.attr(CLIENT).get() : null;
        if (announced != null) {
            return Optional.of(announced);
        }
        return channel.remoteAddress() instanceof InetSocketAddress from
                ? Optional.of(from.getAddress())
                : Optional.empty();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.deadlines.set(waiter, Deadlines.Kind.HEAD, loop.nanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        switch (header.feed(in)) {
            case INCOMPLETE -> in.release();
            case REFUSED -> {
                in.release();
                refuse("no PROXY header from a balancer, or a wrong one");
            }
            case COMPLETE -> leave(ctx, in);
        }
    }

    private void leave(ChannelHandlerContext ctx, ByteBuf rest) {
        header.client().ifPresent(client -> channel.attr(CLIENT).set(client));
        accepted.accept(loop, channel);
        ctx.pipeline().remove(this);
        ctx.fireChannelActive();
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
            ctx.fireChannelReadComplete();
        } else {
            rest.release();
        }
    }

    private void refuse(String why) {
        AccessRecord record = new AccessRecord(loop, "");
        record.of(AnsweringConnection.address(channel).getBytes(StandardCharsets.US_ASCII), "");
        record.refused(why, 0);
        channel.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.deadlines.clear(waiter);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientConnection.DRAIN) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private final class Waiter extends Deadlines.Waiter {
        @Override
        void missed(Deadlines.Kind kind) {
            refuse("no whole PROXY header came");
        }
    }
}
