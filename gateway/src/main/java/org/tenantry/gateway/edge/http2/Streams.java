package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection of HTTP/2: its streams over Netty's frames, HPACK and flow control. Bounds what a connection may
 * ask for; who is over a bound is sent away with ENHANCE_YOUR_CALM. Confined to its event loop.
 */
public final class Streams extends Http2ConnectionHandler {
    /** Resets, the client's and those that it provokes, per this many seconds (CVE-2023-44487, CVE-2025-8671). */
    private static final int RESETS = 200;

    private static final int RESET_SECONDS = 30;
    private static final int MOST_CONTROL_FRAMES_WAITING = 1000;
    private static final int MOST_EMPTY_DATA_FRAMES = 10;
    private static final int MOST_SMALL_CONTINUATIONS = 16;
    private static final int MOST_STREAMS = 128;
    /** So much may come of one body before an endpoint has taken any of it. */
    static final int WINDOW = 256 << 10;
    /** Of all bodies of a connection together: sixteen may stand still without holding up another. */
    static final int CONNECTION_WINDOW = 4 << 20;

    private static final int INITIAL_WINDOW = 65_535;

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Owner owner;
    private final FrameReader reader;
    private final ClosedStreams closed = new ClosedStreams();
    private @Nullable ChannelHandlerContext ctx;
    private boolean flushing;
    private boolean draining;
    private boolean drained;

    private Streams(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, Setup setup) {
        super(decoder, encoder, settings, true);
        this.owner = setup.owner;
        this.reader = setup.reader;
    }

    /** Whose connection it is. */
    public interface Owner {
        /**
         * The fields of a request came on a new stream; may answer at once.
         *
         * @param ended whether nothing follows
         */
        StreamEvents begin(StreamOutlet outlet, Http2Headers fields, boolean ended);

        /** The first stream has begun. */
        void busy();

        /** The last stream is over. */
        void idle();

        /** Something was fired through the pipeline. */
        void event(Object event);
    }

    /**
     * Makes one, to be put into a pipeline.
     *
     * @param largestHead how many bytes the fields of a request may have, as RFC 9113 section 6.5.2 counts them
     */
    public static Streams of(Owner owner, int largestHead, long now) {
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        FrameReader reader = new FrameReader(connection, owner, new FrameBudget(now));
        Streams streams = new Builder(connection, new Setup(owner, reader), largestHead).build();
        connection.addListener(streams.new Ends());
        streams.encoder().flowController().listener(reader::writabilityChanged);
        return streams;
    }

    private record Setup(Owner owner, FrameReader reader) {}

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Streams, Builder> {
        private final Setup setup;

        Builder(Http2Connection connection, Setup setup, int largestHead) {
            this.setup = setup;
            connection(connection);
            initialSettings(new Http2Settings()
                    .maxConcurrentStreams(MOST_STREAMS)
                    .initialWindowSize(WINDOW)
                    .maxHeaderListSize(largestHead)
                    .connectProtocolEnabled(true));
            decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS);
            encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS);
            encoderEnforceMaxQueuedControlFrames(MOST_CONTROL_FRAMES_WAITING);
            decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_DATA_FRAMES);
            decoderEnforceMaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS);
            // To close is to close now; who drains waits for the streams.
            decoupleCloseAndGoAway(true);
        }

        @Override
        protected Streams build() {
            return super.build();
        }

        @Override
        protected Streams build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            decoder.frameListener(setup.reader);
            return new Streams(decoder, encoder, settings, setup);
        }
    }

    // The connection.

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        ctx = context;
        reader.begin(this);
        super.handlerAdded(context);
        int more = CONNECTION_WINDOW - INITIAL_WINDOW;
        connection().local().flowController().incrementWindowSize(connection().connectionStream(), more);
        context.flush();
    }

    /** What concerns the connection ends it; what concerns frames, Netty has answered. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
            context.channel().close();
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        owner.event(event);
    }

    /**
     * Says that no more streams are taken, and closes when those in flight have ended. Twice: requests that are on their way
     * before the client has heard the first are still answered (RFC 9113 section 6.8).
     */
    public void drain() {
        if (!draining) {
            draining = true;
            ChannelHandlerContext to = context();
            goAway(to, Integer.MAX_VALUE, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, to.newPromise());
            encoder().writePing(to, false, FrameReader.DRAINED, to.newPromise());
            to.flush();
        }
    }

    /** The client has heard that it is to open no more streams, or was given time enough to. */
    public void drained() {
        if (draining && !drained) {
            drained = true;
            ChannelHandlerContext to = context();
            int last = connection().remote().lastStreamCreated();
            goAway(to, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, to.newPromise());
            to.flush();
            closeIfDrained();
        }
    }

    /** Tells each stream that is open. */
    public void forEach(Consumer<StreamEvents> told) {
        List<StreamEvents> open = new ArrayList<>();
        try {
            connection().forEachActiveStream(stream -> {
                StreamEvents events = reader.events(stream);
                if (events != null) {
                    open.add(events);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        open.forEach(told);
    }

    private void closeIfDrained() {
        if (drained && connection().numActiveStreams() == 0) {
            context().channel().close();
        }
    }

    /** Says goodbye and closes at once: for a connection without streams. */
    public void leave() {
        ChannelHandlerContext to = context();
        int last = connection().remote().lastStreamCreated();
        goAway(to, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, to.newPromise());
        to.flush();
        to.channel().close();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = ctx;
        if (known == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return known;
    }

    /** Whatever is no error of the protocol is one of ours. */
    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null && context.channel().isActive()) {
            LOG.error("A connection of HTTP/2 failed.", cause);
        }
        super.onConnectionError(context, outbound, cause, error);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        Http2Exception meant = closed.meant(error, connection().stream(error.streamId()));
        if (meant instanceof Http2Exception.StreamException of) {
            super.onStreamError(context, outbound, cause, of);
        } else {
            onError(context, outbound, meant);
        }
    }

    // What streams write.

    ByteBufAllocator alloc() {
        return context().alloc();
    }

    ChannelFuture write(Http2Stream stream, Http2Headers fields, boolean ends) {
        ChannelHandlerContext to = context();
        return encoder().writeHeaders(to, stream.id(), fields, 0, ends, to.newPromise());
    }

    ChannelFuture write(Http2Stream stream, ByteBuf data, boolean ends) {
        ChannelHandlerContext to = context();
        return encoder().writeData(to, stream.id(), data, 0, ends, to.newPromise());
    }

    void reset(Http2Stream stream, Http2Error why) {
        ChannelHandlerContext to = context();
        encoder().writeRstStream(to, stream.id(), why.code(), to.newPromise());
    }

    void resetIfOpen(Http2Stream stream) {
        if (connection().stream(stream.id()) == stream) {
            reset(stream, Http2Error.NO_ERROR);
            flushSoon();
        }
    }

    void giveBack(Http2Stream stream, int bytes) {
        try {
            if (connection().local().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    boolean isWritable(Http2Stream stream) {
        return encoder().flowController().isWritable(stream);
    }

    /** Flushes when everything that the event loop has read now has been written. */
    void flushSoon() {
        if (!flushing) {
            flushing = true;
            context().executor().execute(() -> {
                flushing = false;
                flush(context());
            });
        }
    }

    private final class Ends extends Http2ConnectionAdapter {
        @Override
        public void onStreamActive(Http2Stream stream) {
            if (connection().numActiveStreams() == 1) {
                owner.busy();
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            closed.add(stream.id(), stream.isResetSent());
            reader.closed(stream);
            if (connection().numActiveStreams() == 0) {
                owner.idle();
                closeIfDrained();
            }
        }
    }
}
