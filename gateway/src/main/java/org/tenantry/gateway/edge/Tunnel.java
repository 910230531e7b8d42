package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongConsumer;

/**
 * Bytes both ways once a WebSocket has begun. A side that stops sending is told to the other as just that (half-close), so
 * that closing handshakes end as the two ends want; a side that breaks takes the other with it.
 */
final class Tunnel {
    private final LoopContext loop;
    private final Channel client;
    private final Channel upstream;
    private final AccessRecord record;
    private int finished;
    private boolean over;

    private Tunnel(LoopContext loop, Channel client, Channel upstream, AccessRecord record) {
        this.loop = loop;
        this.client = client;
        this.upstream = upstream;
        this.record = record;
    }

    /** Lets either side end before the other; whoever has the connections then hands them to the two ends. */
    static Tunnel between(LoopContext loop, Channel client, Channel upstream, AccessRecord record) {
        Tunnel tunnel = new Tunnel(loop, client, upstream, record);
        tunnel.open(client);
        tunnel.open(upstream);
        return tunnel;
    }

    /** Reads what the client sends. */
    ChannelInboundHandlerAdapter fromClient() {
        return new End(upstream, record::received);
    }

    /** Reads what the instance sends. */
    ChannelInboundHandlerAdapter fromUpstream() {
        return new End(client, record::sent);
    }

    void begin() {
        client.config().setAutoRead(true);
        upstream.config().setAutoRead(true);
    }

    private void open(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** One side will send no more. */
    private void finish(Channel other) {
        finished++;
        if (finished == 2) {
            Ending.close(client);
            Ending.close(upstream);
        } else {
            Ending.finish(other);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            Ending.close(client);
            Ending.close(upstream);
            record.end();
        }
    }

    /** One side takes nothing of what the other has sent. */
    private void abort() {
        if (!over) {
            over = true;
            record.because("takes nothing");
            record.end();
        }
        Ending.abort(client);
        Ending.abort(upstream);
    }

    /** One side has ended without a goodbye: the other must not take what came for everything. */
    private void cut(Channel other) {
        Ending.cut(other, true);
        end();
    }

    /** One side, which takes what is written. */
    private final class Reader extends Deadlines.Waiter {
        @Override
        void missed(Deadlines.Kind kind) {
            abort();
        }
    }

    /** Reads from one side and writes to the other. */
    private final class End extends ChannelInboundHandlerAdapter {
        private final Channel other;
        private final LongConsumer count;
        private final Reader reader = new Reader();

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
            boolean writable = ctx.channel().isWritable();
            other.config().setAutoRead(writable);
            if (writable) {
                loop.deadlines.clear(reader);
            } else {
                loop.deadlines.set(reader, Deadlines.Kind.UNREAD, loop.nanos());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslCloseCompletionEvent goodbye && goodbye.isSuccess()) {
                // Under TLS, that is the end of both directions.
                end();
            } else if (event instanceof ChannelInputShutdownEvent && !over) {
                if (ctx.pipeline().get(SslHandler.class) == null) {
                    finish(other);
                } else {
                    cut(other);
                }
            } else if (event == Departure.END_STREAM) {
                end();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            loop.deadlines.clear(reader);
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end();
        }
    }
}
