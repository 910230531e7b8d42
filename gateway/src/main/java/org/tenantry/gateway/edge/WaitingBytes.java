package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Bytes of a body that came before anybody could take them. Whoever adds bounds them. Confined to its event loop. */
final class WaitingBytes {
    /** Less is copied together: each piece that is kept keeps all of the read that it came with. */
    private static final int SMALL = 4 << 10;

    private static final int ROOM = 16 << 10;

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private @Nullable ByteBuf gathering;

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    void add(ByteBuf bytes, ByteBufAllocator alloc) {
        if (bytes.readableBytes() >= SMALL) {
            gathering = null;
            pieces.addLast(bytes.retainedSlice());
            return;
        }
        ByteBuf last = gathering;
        if (last == null || last.writableBytes() < bytes.readableBytes()) {
            last = alloc.directBuffer(ROOM, ROOM);
            gathering = last;
            pieces.addLast(last);
        }
        last.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    /** The first piece, which is the caller's now; ask {@link #isEmpty} before. */
    ByteBuf take() {
        ByteBuf first = pieces.removeFirst();
        if (first == gathering) {
            gathering = null;
        }
        return first;
    }

    void drop() {
        gathering = null;
        while (!pieces.isEmpty()) {
            pieces.removeFirst().release();
        }
    }
}
