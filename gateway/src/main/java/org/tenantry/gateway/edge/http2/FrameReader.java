package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** Tells each stream what came for it, and counts what came for none. Confined to its event loop. */
final class FrameReader extends Http2EventAdapter {
    /** What the ping says that follows the first goodbye. */
    static final long DRAINED = 0x6472_6169_6e65_64L;

    private final Streams.Owner owner;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final FrameBudget budget;
    private @Nullable Streams streams;

    FrameReader(Http2Connection connection, Streams.Owner owner, FrameBudget budget) {
        this.connection = connection;
        this.owner = owner;
        this.budget = budget;
        this.key = connection.newKey();
    }

    void begin(Streams of) {
        streams = of;
    }

    @Nullable
    StreamEvents events(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers fields,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean ends)
            throws Http2Exception {
        onHeadersRead(ctx, id, fields, padding, ends);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers fields, int padding, boolean ends)
            throws Http2Exception {
        Http2Stream stream = connection.stream(id);
        StreamEvents known = events(stream);
        Streams of = streams;
        if (known != null) {
            trailers(known, id, fields);
        } else if (stream != null && of != null) {
            budget.earn();
            StreamEvents begun = owner.begin(new StreamOutlet(of, stream), fields, ends);
            stream.setProperty(key, begun);
            if (stream.state() == Http2Stream.State.CLOSED) {
                closed(stream);
            }
        }
    }

    private static void trailers(StreamEvents stream, int id, Http2Headers fields) throws Http2Exception {
        if (!stream.trailers(fields)) {
            throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "malformed trailers");
        }
        stream.ended();
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean ends) {
        StreamEvents stream = events(connection.stream(id));
        if (stream == null) {
            return data.readableBytes() + padding;
        }
        int used = data.isReadable() ? stream.data(data) : 0;
        if (ends) {
            stream.ended();
        }
        return used + padding;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        spend(ctx);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        spend(ctx);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        Streams of = streams;
        if (data == DRAINED && of != null) {
            of.drained();
        }
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        spend(ctx);
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        spend(ctx);
    }

    private void spend(ChannelHandlerContext ctx) throws Http2Exception {
        if (!budget.spend(ctx.channel().eventLoop().ticker().nanoTime())) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames without a request");
        }
    }

    void writabilityChanged(Http2Stream stream) {
        StreamEvents of = events(stream);
        if (of != null) {
            of.writabilityChanged();
        }
    }

    void closed(Http2Stream stream) {
        StreamEvents of = events(stream);
        if (of != null) {
            stream.removeProperty(key);
            of.gone();
        }
    }
}
