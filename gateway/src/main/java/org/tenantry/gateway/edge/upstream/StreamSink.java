package org.tenantry.gateway.edge.upstream;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.StreamOutlet;

/** Writes one request on a stream, which begins with the head. Confined to its event loop. */
final class StreamSink implements RequestSink {
    private final StreamConnection connection;
    private final UpstreamStream asks;
    private @Nullable StreamOutlet stream;

    StreamSink(StreamConnection connection, UpstreamStream asks) {
        this.connection = connection;
        this.asks = asks;
    }

    /** The stream; null as long as no head is written. */
    @Nullable
    StreamOutlet stream() {
        return stream;
    }

    @Override
    public void head(ByteWriter text, long body) {
        StreamOutlet begun = connection.begin(asks);
        stream = begun;
        begun.head(connection.translation().fields(text), body == 0);
        if (body == 0) {
            begun.end(true);
        }
    }

    @Override
    public void write(ByteBuf in, int from, int length) {
        StreamOutlet to = stream;
        if (to != null) {
            to.write(in, from, length);
        }
    }

    @Override
    public void write(ByteWriter bytes) {
        StreamOutlet to = stream;
        if (to != null) {
            to.write(bytes);
        }
    }

    @Override
    public void trailers(Trailers section) {
        StreamOutlet to = stream;
        if (to != null) {
            to.trailers(section);
        }
    }

    @Override
    public void end() {
        StreamOutlet to = stream;
        if (to != null) {
            to.end(true);
        }
    }

    @Override
    public void flush() {
        // What is written is sent with what the other streams write in this turn of the event loop.
    }

    @Override
    public boolean isWritable() {
        StreamOutlet to = stream;
        return to != null && to.isWritable();
    }
}
