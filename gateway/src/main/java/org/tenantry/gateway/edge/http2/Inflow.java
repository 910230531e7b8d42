package org.tenantry.gateway.edge.http2;

/**
 * What the other side may send of bodies (RFC 9113 section 5.2): each byte takes from two windows, and is given back to both
 * when somebody has used it up. The sender is told when half of a window has been. Confined to its event loop.
 */
final class Inflow {
    /** So much may come of one body before anybody has taken any of it. */
    static final int WINDOW = 256 << 10;
    /** Of all bodies of a client's connection together: sixteen may stand still without holding up another. */
    static final int OF_CLIENT = 4 << 20;
    /** Of all answers on a connection to an instance: any number may stand still, whose clients have nothing in common. */
    static final int OF_INSTANCE = OpenStreams.MOST * WINDOW;

    private final FrameWriter writer;
    private final int whole;
    private int window;
    private int unsaid;

    /** @param whole how much may come of all streams together */
    Inflow(FrameWriter writer, int whole) {
        this.writer = writer;
        this.whole = whole;
        this.window = whole;
    }

    /** Tells the other side, in the beginning, how much that is. */
    void announce() {
        writer.windowUpdate(0, whole - Outflow.INITIAL);
    }

    /** Bytes came; false where the connection's window had no room for them. */
    boolean take(int bytes) {
        window -= bytes;
        return window >= 0;
    }

    /** Bytes came on a stream; false where its window had no room for them. */
    static boolean take(StreamOutlet stream, int bytes) {
        stream.room -= bytes;
        stream.unused += bytes;
        return stream.room >= 0;
    }

    /** Bytes of a stream were used up. */
    void giveBack(StreamOutlet stream, int bytes) {
        stream.unused -= bytes;
        stream.unsaid += bytes;
        giveBack(bytes);
        if (stream.unsaid >= WINDOW / 2 && !stream.otherEnded) {
            stream.room += stream.unsaid;
            writer.windowUpdate(stream.number, stream.unsaid);
            stream.unsaid = 0;
        }
    }

    /** Bytes were used up that are no stream's, or not any more. */
    void giveBack(int bytes) {
        unsaid += bytes;
        if (unsaid >= whole / 2) {
            window += unsaid;
            writer.windowUpdate(0, unsaid);
            unsaid = 0;
        }
    }

    /** A stream is gone: nobody will use up what came on it. */
    void end(StreamOutlet stream) {
        int rest = stream.unused;
        stream.unused = 0;
        giveBack(rest);
    }
}
