package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;

/**
 * A connection of HTTP/2 to an instance, without TLS and without having asked (RFC 9113 section 3.3), for as many requests at
 * once as the instance takes. The counterpart of {@link Streams}: what an instance may ask of us is bounded in the same way.
 * Confined to its event loop.
 */
public final class Calls extends ChannelInboundHandlerAdapter {
    /** As much as the head of an answer over HTTP/1.1. */
    private static final int LARGEST_HEAD = 64 << 10;

    private final Owner owner;
    private final Channel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final OpenStreams open;
    private final Answers answers;
    private String end = "upstream closed the connection";
    private boolean settled;
    private boolean draining;
    private boolean over;

    /** Makes one, to be put into the pipeline of a connection that stands. */
    public Calls(Owner owner, Channel channel) {
        this.owner = owner;
        this.channel = channel;
        this.writer = new FrameWriter(channel);
        this.open = new OpenStreams(channel.eventLoop(), writer, Inflow.OF_INSTANCE, new Occupied());
        this.answers = new Answers(this, open, new DecodedFields(LARGEST_HEAD));
        this.reader = new FrameReader(answers, LARGEST_HEAD + FrameType.LARGEST, true);
    }

    /** Whose connection it is. */
    public interface Owner {
        /** The instance has said how many requests it takes; for the first time, or anew. */
        void settled();

        /** The last request is over. */
        void idle();

        /** What has come was told: time to flush. */
        void paused();

        /** It takes no more requests, though some may go on. Told once. */
        void left(String why);
    }

    // Requests.

    /** Whether it takes one more request, beside so many that are about to begin. */
    public boolean hasRoom(int others) {
        return settled && !draining && answers.hasNumber() && open.hasRoom(others) && open.outflow.isOpen();
    }

    /** Whether any request is open. */
    public boolean isBusy() {
        return open.table.count() > 0;
    }

    /** Begins a request; its head is the first thing to be written. */
    public StreamOutlet begin(StreamEvents events) {
        return answers.begin(events);
    }

    /** Takes no more, and closes when those that are open have ended. */
    public void leave() {
        end = "the endpoint is left";
        drain();
        closeIfDrained();
    }

    void settled() {
        settled = true;
        owner.settled();
    }

    void drain() {
        if (!draining) {
            draining = true;
            owner.left(end);
        }
    }

    void closeIfDrained() {
        if (draining && !isBusy() && !over) {
            over = true;
            writer.goAway(0, Http2Error.NO_ERROR);
            close();
        }
    }

    private final class Occupied implements OpenStreams.Occupancy {
        @Override
        public void busy() {}

        @Override
        public void idle() {
            owner.idle();
            closeIfDrained();
        }
    }

    // The connection.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        writer.greeting();
        writer.settings(
                FrameType.ENABLE_PUSH,
                0,
                FrameType.INITIAL_WINDOW_SIZE,
                Inflow.WINDOW,
                FrameType.MAX_HEADER_LIST_SIZE,
                LARGEST_HEAD);
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
            fail(error);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        open.outflow.go();
        owner.paused();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (writer.isWritable()) {
            open.tellWritability();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose();
        reader.drop();
        writer.drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end = "upstream failed: " + cause.getMessage();
        lose();
        channel.close();
    }

    /** Ends the connection for an error of the instance's. */
    private void fail(ConnectionError error) {
        end = settled
                ? "upstream broke the rules of HTTP/2: " + error.getMessage()
                : "upstream doesn't greet in HTTP/2: " + error.getMessage();
        writer.goAway(0, error.error());
        lose();
        close();
    }

    /** Nothing more comes: every request is lost that is still open. */
    private void lose() {
        over = true;
        drain();
        for (StreamOutlet one : open.table.all()) {
            open.lose(one, StreamLoss.connection(end));
        }
    }

    private void close() {
        writer.flush();
        if (channel.isWritable()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }
}
