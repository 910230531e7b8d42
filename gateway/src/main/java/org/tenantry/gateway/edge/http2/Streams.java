package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/**
 * One client's connection of HTTP/2: its streams, how it begins and how it ends. Bounds what a connection may ask for; who is
 * over a bound is sent away with ENHANCE_YOUR_CALM. Confined to its event loop.
 */
public final class Streams extends ChannelInboundHandlerAdapter {
    /** What the ping says that follows the first goodbye. */
    static final long DRAINED = 0x6472_6169_6e65_64L;

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Owner owner;
    private final Channel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Requests incoming;
    private final OpenStreams open;
    private final int largestHead;
    private boolean draining;
    private boolean drained;
    private boolean over;

    /**
     * Makes one, to be put into a pipeline.
     *
     * @param largestHead how many bytes the fields of a request may have, as RFC 9113 section 6.5.2 counts them
     */
    public Streams(Owner owner, Channel channel, int largestHead) {
        this.owner = owner;
        this.channel = channel;
        this.largestHead = largestHead;
        this.writer = new FrameWriter(channel);
        this.open = new OpenStreams(channel.eventLoop(), writer, Inflow.OF_CLIENT, new Occupied());
        this.incoming = new Requests(this, owner, open, new DecodedFields(largestHead));
        this.reader = new FrameReader(incoming, largestHead + FrameType.LARGEST, false);
    }

    /** Whose connection it is. */
    public interface Owner {
        /**
         * The fields of a request came on a new stream; may answer at once.
         *
         * @param ended whether nothing follows
         */
        StreamEvents begin(StreamOutlet outlet, DecodedFields fields, boolean ended);

        /** The first stream has begun. */
        void busy();

        /** The last stream is over. */
        void idle();

        /** Something was fired through the pipeline. */
        void event(Object event);
    }

    // The connection.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        writer.settings(
                FrameType.MAX_CONCURRENT_STREAMS,
                OpenStreams.MOST,
                FrameType.INITIAL_WINDOW_SIZE,
                Inflow.WINDOW,
                FrameType.MAX_HEADER_LIST_SIZE,
                largestHead,
                FrameType.ENABLE_CONNECT_PROTOCOL,
                1);
        open.inflow.announce();
        writer.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (over) {
            bytes.release();
            return;
        }
        try {
            reader.read(bytes, ctx.alloc());
        } catch (ConnectionError error) {
            fail(error.error());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        open.outflow.go();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (writer.isWritable()) {
            open.tellWritability();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        owner.event(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        reader.drop();
        writer.drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean ofClient = cause instanceof IOException || cause instanceof CodecException;
        if (!ofClient && channel.isActive()) {
            LOG.error("A connection of HTTP/2 failed.", cause);
        }
        over = true;
        channel.close();
    }

    /** Ends the connection for an error of the client's. */
    private void fail(Http2Error why) {
        writer.goAway(incoming.last(), why);
        end();
        close();
    }

    private void end() {
        over = true;
        open.closeAll();
    }

    private void close() {
        writer.flush();
        if (channel.isWritable()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    /**
     * Says that no more streams are taken, and closes when those in flight have ended. Twice: requests that are on their way
     * before the client has heard the first are still answered (RFC 9113 section 6.8).
     */
    public void drain() {
        if (!draining) {
            draining = true;
            writer.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
            writer.ping(DRAINED, false);
            writer.flush();
        }
    }

    /** The client has heard that it is to open no more streams, or was given time enough to. */
    public void drained() {
        if (draining && !drained) {
            drained = true;
            writer.goAway(incoming.last(), Http2Error.NO_ERROR);
            writer.flush();
            closeIfDrained();
        }
    }

    private final class Occupied implements OpenStreams.Occupancy {
        @Override
        public void busy() {
            owner.busy();
        }

        @Override
        public void idle() {
            owner.idle();
            closeIfDrained();
        }
    }

    /** Whether new streams are answered. */
    boolean takesMore() {
        return !drained && !over;
    }

    private void closeIfDrained() {
        if (drained && open.table.count() == 0 && !over) {
            over = true;
            close();
        }
    }

    /** Says goodbye and closes at once: for a connection without streams. */
    public void leave() {
        writer.goAway(incoming.last(), Http2Error.NO_ERROR);
        over = true;
        close();
    }

    /** Tells each stream that is open. */
    public void forEach(Consumer<StreamEvents> told) {
        for (StreamOutlet one : open.table.all()) {
            StreamEvents events = one.events;
            if (events != null) {
                told.accept(events);
            }
        }
    }
}
