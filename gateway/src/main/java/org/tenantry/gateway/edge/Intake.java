package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What came from a client and has not been taken yet. Bytes that come too early wait, up to a bound; then nothing more is
 * read. Reading is stopped and begun seldom, because each costs a system call. Confined to its event loop.
 */
final class Intake {
    private static final int MOST_WAITING = 64 << 10;

    private final Channel channel;
    private @Nullable ByteBuf waiting;
    private boolean held;

    Intake(Channel channel) {
        this.channel = channel;
    }

    /** Takes over bytes that came. */
    void add(ByteBuf in) {
        ByteBuf before = waiting;
        waiting = before == null ? in : joined(before, in);
    }

    /** Seldom: a client sent on before it was asked to. */
    private ByteBuf joined(ByteBuf one, ByteBuf other) {
        ByteBuf both = channel.alloc().directBuffer(one.readableBytes() + other.readableBytes());
        both.writeBytes(one).writeBytes(other);
        one.release();
        other.release();
        return both;
    }

    /** The bytes that wait; null where there are none. */
    @Nullable
    ByteBuf waiting() {
        ByteBuf in = waiting;
        return in != null && in.isReadable() ? in : null;
    }

    /** Hands over what waits. */
    @Nullable
    ByteBuf remove() {
        ByteBuf in = waiting;
        waiting = null;
        return in;
    }

    void drop() {
        ByteBuf in = remove();
        if (in != null) {
            in.release();
        }
    }

    /** Reads nothing more, or reads on; takes effect with {@link #adjust}. */
    void hold(boolean hold) {
        held = hold;
    }

    /** Reads on if that is wanted and there is room. */
    void adjust() {
        ByteBuf in = waiting;
        if (in != null && !in.isReadable()) {
            drop();
        }
        boolean reads = !held && (in == null || in.readableBytes() <= MOST_WAITING);
        if (channel.config().isAutoRead() != reads) {
            channel.config().setAutoRead(reads);
        }
    }
}
