package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongConsumer;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * Bytes both ways once a WebSocket has begun. A side that stops sending is told to the other as just that (half-close), so
 * that closing handshakes end as the two ends want; a side that breaks takes the other with it.
 */
final class Tunnel {
    private final Channel client;
    private final Channel upstream;
    private final AccessRecord record;
    private int finished;
    private boolean over;

    private Tunnel(Channel client, Channel upstream, AccessRecord record) {
        this.client = client;
        this.upstream = upstream;
        this.record = record;
    }

    /** Takes both connections over from HTTP. */
    static void between(ClientConnection client, UpstreamConnection upstream, AccessRecord record) {
        Tunnel tunnel = new Tunnel(client.channel(), upstream.channel(), record);
        tunnel.open(tunnel.client);
        tunnel.open(tunnel.upstream);
        upstream.writeBytes();
        client.writeBytes();
        upstream.readBytes(tunnel.new End(tunnel.client, record::sent));
        client.readBytes(tunnel.new End(tunnel.upstream, record::received));
        tunnel.client.config().setAutoRead(true);
        tunnel.upstream.config().setAutoRead(true);
    }

    private void open(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** One side will send no more. */
    private void finish(Channel other) {
        finished++;
        if (finished == 2) {
            closeWhenWritten(client);
            closeWhenWritten(upstream);
        } else {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) other).shutdownOutput());
        }
    }

    private void end() {
        if (!over) {
            over = true;
            closeWhenWritten(client);
            closeWhenWritten(upstream);
            record.end();
        }
    }

    private static void closeWhenWritten(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Reads from one side and writes to the other. */
    private final class End extends ChannelInboundHandlerAdapter {
        private final Channel other;
        private final LongConsumer count;

        End(Channel other, LongConsumer count) {
            this.other = other;
            this.count = count;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf bytes) {
                count.accept(bytes.readableBytes());
                other.write(bytes, other.voidPromise());
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            other.flush();
            ctx.channel().config().setAutoRead(other.isWritable() || !other.isActive());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            other.config().setAutoRead(ctx.channel().isWritable());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                finish(other);
            } else if (event == Departure.END_STREAM) {
                end();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end();
        }
    }
}
