package org.tenantry.gateway.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.ByteWriter;

/**
 * The writing side of a connection: holds a head back until it is known what follows, so that head and small body are one
 * write; flushes by itself when much has come together. Confined to its event loop.
 */
public final class Outlet implements RequestSink {
    /** Up to this many bytes a copy costs less than a further entry in a list of buffers to write. */
    private static final int SMALL = 4 << 10;

    /** So much is written at once: a socket takes it, and waiting for more only fills memory. */
    private static final int MUCH = 32 << 10;

    private final Channel channel;
    private @Nullable ByteBuf held;
    private int unflushed;

    public Outlet(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void head(ByteWriter text, long body) {
        push();
        int room = body < 0 ? SMALL : (int) Math.min(body, SMALL);
        ByteBuf head = channel.alloc().directBuffer(text.length() + room);
        text.copyTo(head);
        held = head;
    }

    @Override
    public void write(ByteBuf in, int from, int length) {
        ByteBuf head = held;
        if (head != null && length <= head.writableBytes()) {
            head.writeBytes(in, from, length);
            return;
        }
        push();
        send(in.retainedSlice(from, length));
        if (unflushed >= MUCH) {
            flush();
        }
    }

    @Override
    public void write(ByteWriter text) {
        ByteBuf head = held;
        if (head != null && text.length() <= head.writableBytes()) {
            text.copyTo(head);
        } else {
            push();
            ByteBuf bytes = channel.alloc().directBuffer(text.length());
            text.copyTo(bytes);
            send(bytes);
        }
    }

    @Override
    public void end() {
        // The bytes have said so.
    }

    @Override
    public void flush() {
        push();
        if (unflushed > 0) {
            unflushed = 0;
            channel.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Drops what is held back: the connection is gone. */
    public void drop() {
        ByteBuf head = held;
        held = null;
        if (head != null) {
            head.release();
        }
    }

    private void push() {
        ByteBuf head = held;
        held = null;
        if (head != null) {
            send(head);
        }
    }

    private void send(ByteBuf bytes) {
        unflushed += bytes.readableBytes();
        channel.write(bytes, channel.voidPromise());
    }
}
