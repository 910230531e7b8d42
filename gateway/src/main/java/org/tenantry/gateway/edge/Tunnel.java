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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways once a WebSocket has begun. A side that stops sending is told to the other as just that (half-close), so
 * that closing handshakes end as the two ends want; a side that breaks takes the other with it. Where the edge goes, the
 * client hears so in a frame of its own, between two of the instance's.
 */
final class Tunnel implements Throttle.Slowed {
    private final LoopContext loop;
    private final Channel client;
    private final Channel upstream;
    private final AccessRecord record;
    private final @Nullable Throttle throttle;
    private final WebSocketFrames frames = new WebSocketFrames();
    private int finished;
    private boolean leaving;
    private boolean over;

    private Tunnel(
            LoopContext loop, Channel client, Channel upstream, AccessRecord record, @Nullable Throttle throttle) {
        this.loop = loop;
        this.client = client;
        this.upstream = upstream;
        this.record = record;
        this.throttle = throttle;
    }

    /**
     * Lets either side end before the other; whoever has the connections then hands them to the two ends.
     *
     * @param throttle what slows it; null where nothing does
     */
    static Tunnel between(
            LoopContext loop, Channel client, Channel upstream, AccessRecord record, @Nullable Throttle throttle) {
        Tunnel tunnel = new Tunnel(loop, client, upstream, record, throttle);
        if (throttle != null) {
            throttle.tell(tunnel);
        }
        tunnel.open(client);
        tunnel.open(upstream);
        return tunnel;
    }

    /** Reads what the client sends. */
    ChannelInboundHandlerAdapter fromClient() {
        return new End(upstream, this::fromClient);
    }

    /** Reads what the instance sends. */
    ChannelInboundHandlerAdapter fromUpstream() {
        return new End(client, this::fromUpstream);
    }

    void begin() {
        receiveOn();
        sendOn();
    }

    @Override
    public void receiveOn() {
        readOn(client, upstream);
    }

    @Override
    public void sendOn() {
        readOn(upstream, client);
    }

    /** Reads from one side what the other takes, unless it has to wait for its turn. */
    private void readOn(Channel from, Channel to) {
        from.config().setAutoRead((to.isWritable() || !to.isActive()) && !isHeld(from));
    }

    private boolean isHeld(Channel from) {
        Throttle by = throttle;
        return by != null && !over && (from == client ? by.holdsRequest() : by.holdsAnswer());
    }

    private void open(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    private void fromClient(ByteBuf bytes) {
        record.received(bytes.readableBytes());
        if (throttle != null) {
            throttle.received(bytes.readableBytes());
            receiveOn();
        }
        upstream.write(bytes, upstream.voidPromise());
    }

    private void fromUpstream(ByteBuf bytes) {
        if (leaving) {
            lastFrom(bytes);
            return;
        }
        frames.pass(bytes);
        record.sent(bytes.readableBytes());
        if (throttle != null) {
            throttle.sent(bytes.readableBytes());
            sendOn();
        }
        client.write(bytes, client.voidPromise());
    }

    /** What is left of a frame still goes to the client; what follows has nobody any more. */
    private void lastFrom(ByteBuf bytes) {
        int rest = frames.passRest(bytes);
        record.sent(rest);
        client.write(bytes.readRetainedSlice(rest), client.voidPromise());
        bytes.release();
        leave();
    }

    /** The edge goes: as soon as no frame is under way, tells the client so, and gives it a moment to answer. */
    private void leave() {
        leaving = true;
        if (over || !frames.isBetween()) {
            return;
        }
        over = true;
        if (!frames.isClosed()) {
            client.write(WebSocketFrames.goingAway(), client.voidPromise());
        }
        Ending.finish(client);
        Ending.close(upstream);
        loop.deadlines.set(new Goodbye(), Deadlines.Kind.LINGER, loop.nanos());
        record.because("gateway restarts");
        record.end();
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

    /** The client's own, which closes its WebSocket. */
    private final class Goodbye extends Deadlines.Waiter {
        @Override
        void missed(Deadlines.Kind kind) {
            client.close();
        }
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
        private final Consumer<ByteBuf> taker;
        private final Reader reader = new Reader();

        End(Channel other, Consumer<ByteBuf> taker) {
            this.other = other;
            this.taker = taker;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf bytes && !over) {
                taker.accept(bytes);
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            other.flush();
            readOn(ctx.channel(), other);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            boolean writable = ctx.channel().isWritable();
            readOn(other, ctx.channel());
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
            } else if (event instanceof ChannelInputShutdownEvent) {
                ctx.close();
            } else if (event == Departure.END_STREAM) {
                leave();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            loop.deadlines.clear(reader);
            if (throttle != null) {
                throttle.stop();
            }
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end();
        }
    }
}
