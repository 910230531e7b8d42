package org.tenantry.gateway.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.ResponseHead;

/** A connection of HTTP/1.1 to one endpoint, carrying at most one request at a time. Confined to its event loop. */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Upstream {
    private final Endpoint endpoint;
    private final byte[] name;
    private final Channel channel;
    private final Outlet outlet;
    private final ResponseHead head = new ResponseHead();
    private final UpstreamPool pool;
    private @Nullable UpstreamEvents events;
    private @Nullable ByteBuf reading;
    private boolean inHead = true;
    private boolean surplus;
    private String failure = "";
    private long restingSince;
    private long mostRest = Long.MAX_VALUE;

    UpstreamConnection(Endpoint endpoint, Channel channel, UpstreamPool pool) {
        this.endpoint = endpoint;
        this.name = Upstream.name(endpoint);
        this.channel = channel;
        this.pool = pool;
        this.outlet = new Outlet(channel);
        channel.pipeline().addLast(this);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public byte[] name() {
        return name;
    }

    public Channel channel() {
        return channel;
    }

    @Override
    public Outlet outlet() {
        return outlet;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void begin(UpstreamEvents request) {
        events = request;
        inHead = true;
        head.reset();
    }

    /** Takes it from its request, which hears nothing more. Says whether it may carry another one. */
    boolean end(long now) {
        events = null;
        restingSince = now;
        return channel.isActive() && !surplus && (reading == null || !reading.isReadable());
    }

    @Override
    public boolean isReading() {
        return channel.config().isAutoRead();
    }

    @Override
    public void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public void abort() {
        events = null;
        outlet.drop();
        channel.close();
    }

    /** Hands it to somebody who reads bytes; what came and wasn't taken goes there first. */
    public void become(ChannelInboundHandlerAdapter end) {
        events = null;
        outlet.flush();
        channel.pipeline().addLast(end);
        channel.pipeline().remove(this);
    }

    // How long it may rest.

    @Override
    public void learn(int keepAliveSeconds) {
        if (keepAliveSeconds >= 0) {
            mostRest = Math.min(mostRest, keepAliveSeconds * 1_000_000_000L * 3 / 4);
        }
    }

    long restingSince() {
        return restingSince;
    }

    /** Whether it has rested so long that the other side may be closing it now. */
    boolean hasRested(long now, long longest) {
        return now - restingSince > Math.min(mostRest, longest);
    }

    // Reading.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        reading = in;
        try {
            read(in);
        } finally {
            reading = null;
            if (in.isReadable() && ctx.isRemoved()) {
                ctx.fireChannelRead(in);
            } else {
                in.release();
            }
        }
    }

    private void read(ByteBuf in) {
        while (in.isReadable()) {
            UpstreamEvents request = events;
            if (request == null) {
                surplus();
                return;
            }
            if (inHead) {
                readHead(in, request);
            } else {
                request.body(in);
            }
        }
    }

    private void readHead(ByteBuf in, UpstreamEvents request) {
        FieldSection.Progress progress = head.feed(in);
        if (progress == FieldSection.Progress.REFUSED) {
            fail("upstream's answer: " + head.refusal().why());
        } else if (progress == FieldSection.Progress.COMPLETE) {
            switch (request.head(head)) {
                case HEAD -> head.reset();
                case BODY -> inHead = false;
                case NOTHING -> {}
            }
        }
    }

    /** Bytes that belong to no answer: such a connection cannot be trusted with another request. */
    private void surplus() {
        if (channel.pipeline().context(this) != null) {
            surplus = true;
            channel.close();
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
        UpstreamEvents request = events;
        if (request == null) {
            pool.closedByOther(this);
        }
        if (request != null && failure.isEmpty() && !inHead) {
            events = null;
            outlet.drop();
            request.ended(Optional.empty());
        } else {
            fail(failure.isEmpty() ? "upstream closed the connection" : failure);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = "upstream failed: " + cause.getMessage();
        fail(failure);
    }

    private void fail(String why) {
        UpstreamEvents request = events;
        events = null;
        outlet.drop();
        channel.close();
        if (request != null) {
            request.lost(why, inHead && !head.isBegun() ? UpstreamEvents.Loss.SILENT : UpstreamEvents.Loss.BEGUN);
        }
    }
}
