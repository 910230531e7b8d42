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
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * A WebSocket of a client that speaks HTTP/2 (RFC 8441): the data of one stream one way, and the bytes of one connection the
 * other. As in {@link Tunnel}, the end of one direction is passed on as just that, and a side that breaks takes the other
 * with it.
 */
final class StreamTunnel extends ChannelInboundHandlerAdapter implements Throttle.Slowed {
    private final StreamOutlet client;
    private final UpstreamConnection connection;
    private final Channel upstream;
    private final AccessRecord record;
    private final @Nullable Throttle throttle;
    private final WebSocketFrames frames = new WebSocketFrames();
    private int owed;
    private boolean clientFinished;
    private boolean upstreamFinished;
    private boolean leaving;
    private boolean over;

    /** @param throttle what slows it; null where nothing does */
    StreamTunnel(StreamOutlet client, UpstreamConnection connection, AccessRecord record, @Nullable Throttle throttle) {
        this.client = client;
        this.connection = connection;
        this.upstream = connection.channel();
        this.record = record;
        this.throttle = throttle;
    }

    /** Takes the connection over from HTTP. */
    void begin() {
        upstream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        connection.become(this);
        if (throttle != null) {
            throttle.tell(this);
        }
        upstream.config().setAutoRead(!isAnswerHeld());
    }

    @Override
    public void receiveOn() {
        giveBackOwed();
    }

    @Override
    public void sendOn() {
        clientWritabilityChanged();
    }

    private boolean isRequestHeld() {
        Throttle by = throttle;
        return by != null && by.holdsRequest();
    }

    private boolean isAnswerHeld() {
        Throttle by = throttle;
        return by != null && by.holdsAnswer();
    }

    // From the client.

    /** As {@link org.tenantry.gateway.edge.http2.StreamEvents#data}. */
    int data(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (over) {
            return size;
        }
        record.received(size);
        if (throttle != null) {
            throttle.received(size);
        }
        upstream.writeAndFlush(bytes.retainedSlice(), upstream.voidPromise());
        if (upstream.isWritable() && !isRequestHeld()) {
            return size;
        }
        owed += size;
        return 0;
    }

    void clientFinished() {
        if (!clientFinished && !over) {
            clientFinished = true;
            upstream.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> ((DuplexChannel) upstream).shutdownOutput());
            closeIfFinished();
        }
    }

    void clientWritabilityChanged() {
        boolean reads = client.isWritable() && !isAnswerHeld();
        if (!over && upstream.config().isAutoRead() != reads) {
            upstream.config().setAutoRead(reads);
        }
    }

    /** The edge goes: as soon as no frame is under way, tells the client so. */
    void leave() {
        leaving = true;
        if (over || !frames.isBetween()) {
            return;
        }
        over = true;
        if (!frames.isClosed()) {
            ByteBuf goodbye = WebSocketFrames.goingAway();
            client.write(goodbye, goodbye.readerIndex(), goodbye.readableBytes());
            goodbye.release();
        }
        upstream.close();
        record.because("gateway restarts");
        record.end();
        client.end(true);
    }

    void clientGone() {
        if (!over) {
            over = true;
            upstream.close();
            record.end();
        }
    }

    // From the instance.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (leaving && !over) {
            int rest = frames.passRest(bytes);
            record.sent(rest);
            client.write(bytes, bytes.readerIndex(), rest);
            leave();
        } else if (!over) {
            frames.pass(bytes);
            record.sent(bytes.readableBytes());
            if (throttle != null) {
                throttle.sent(bytes.readableBytes());
                clientWritabilityChanged();
            }
            client.write(bytes, bytes.readerIndex(), bytes.readableBytes());
        }
        bytes.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!over) {
            clientWritabilityChanged();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        giveBackOwed();
    }

    private void giveBackOwed() {
        if (upstream.isWritable() && !isRequestHeld() && !over) {
            int bytes = owed;
            owed = 0;
            client.giveBack(bytes);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !upstreamFinished && !over) {
            upstreamFinished = true;
            closeIfFinished();
            client.end(true);
        }
    }

    private void closeIfFinished() {
        if (clientFinished && upstreamFinished) {
            over = true;
            record.end();
            upstream.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (throttle != null) {
            throttle.stop();
        }
        broken();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        upstream.close();
        broken();
    }

    private void broken() {
        if (!over) {
            over = true;
            record.because("upstream broke the WebSocket");
            record.end();
            client.reset(Http2Error.CONNECT_ERROR);
        }
    }
}
