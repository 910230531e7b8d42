package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a client's first bytes which of HTTP/2 and HTTP/1.1 it speaks, on a port where both may be spoken (RFC 9113
 * section 3.3), and gives the connection to whoever understands it.
 */
final class PriorKnowledge extends ChannelInboundHandlerAdapter {
    private final LoopContext loop;
    private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    private final Waiter waiter = new Waiter();
    private @Nullable ByteBuf come;

    PriorKnowledge(LoopContext loop) {
        this.loop = loop;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        waiter.channel = ctx.channel();
        loop.deadlines.set(waiter, Deadlines.Kind.HEAD, loop.nanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf before = come;
        ByteBuf all = before == null ? in : joined(ctx, before, in);
        come = all;
        int known = Math.min(all.readableBytes(), preface.readableBytes());
        boolean same = ByteBufUtil.equals(all, all.readerIndex(), preface, preface.readerIndex(), known);
        if (!same) {
            ctx.pipeline().addLast(new ClientConnection(loop, ctx.channel(), null));
            leave(ctx, all);
        } else if (known == preface.readableBytes()) {
            ClientStreams.install(loop, ctx.channel(), null);
            leave(ctx, all);
        }
    }

    private static ByteBuf joined(ChannelHandlerContext ctx, ByteBuf one, ByteBuf other) {
        ByteBuf both = ctx.alloc().directBuffer(one.readableBytes() + other.readableBytes());
        both.writeBytes(one).writeBytes(other);
        one.release();
        other.release();
        return both;
    }

    private void leave(ChannelHandlerContext ctx, ByteBuf all) {
        come = null;
        ctx.pipeline().remove(this);
        ctx.fireChannelRead(all);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.deadlines.clear(waiter);
        preface.release();
        ByteBuf rest = come;
        come = null;
        if (rest != null) {
            rest.release();
        }
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

    private static final class Waiter extends Deadlines.Waiter {
        private @Nullable Channel channel;

        @Override
        void missed(Deadlines.Kind kind) {
            Channel of = channel;
            if (of != null) {
                of.close();
            }
        }
    }
}
