package org.tenantry.gateway.edge.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.http1.ResponseDecoder;

/** One connection to one endpoint, carrying at most one request at a time. Confined to its event loop. */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private final Endpoint endpoint;
    private final Channel channel;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private @Nullable UpstreamEvents events;
    private boolean used;
    private String failure = "upstream closed the connection";

    UpstreamConnection(Endpoint endpoint, Channel channel) {
        this.endpoint = endpoint;
        this.channel = channel;
        channel.pipeline()
                .addLast(decoder)
                .addLast("encoder", new HttpRequestEncoder())
                .addLast("connection", this);
    }

    /** Whom it is to. */
    public Endpoint endpoint() {
        return endpoint;
    }

    public Channel channel() {
        return channel;
    }

    /** Whether an earlier request used it: then it may have been closed by the other side meanwhile. */
    public boolean isReused() {
        return used;
    }

    /** Gives it to a request. */
    public void begin(UpstreamEvents request, boolean head) {
        events = request;
        decoder.expect(head);
    }

    /** Takes it from its request, which hears nothing more. Says whether it may carry another one. */
    boolean end() {
        events = null;
        used = true;
        return channel.isActive() && !decoder.hasSurplus();
    }

    /** Cuts it; its request hears nothing more. */
    public void abort() {
        events = null;
        channel.close();
    }

    /** What is written from now on goes out as it is. Comes before the other side is read as bytes. */
    public void writeBytes() {
        channel.pipeline().remove("encoder");
    }

    /** What comes from now on goes to this end as it is, what has come already first. */
    public void readBytes(ChannelInboundHandlerAdapter end) {
        events = null;
        channel.pipeline().addLast(end);
        channel.pipeline().remove(this);
        channel.pipeline().remove(decoder);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        UpstreamEvents request = events;
        if (request == null) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpResponse head) {
            if (head.decoderResult().isFailure()) {
                fail("upstream's answer is malformed");
            } else {
                request.head(head);
            }
        } else if (message instanceof HttpContent piece) {
            if (piece.decoderResult().isFailure()) {
                piece.release();
                fail("upstream's body is malformed");
            } else {
                request.content(piece);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        UpstreamEvents request = events;
        if (request != null) {
            request.paused();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        UpstreamEvents request = events;
        if (request != null) {
            request.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(failure);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = "upstream failed: " + cause.getMessage();
        fail(failure);
    }

    private void fail(String why) {
        UpstreamEvents request = events;
        events = null;
        channel.close();
        if (request != null) {
            request.lost(why);
        }
    }
}
