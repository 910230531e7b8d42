package org.tenantry.gateway.edge.http2;

import io.netty.buffer.ByteBuf;

/** Frames of the other side, as a {@link FrameReader} tells them: whole and well-formed each for itself, but for their order. */
interface Frames {
    /** Fields came, in one frame or several. */
    void fields(int stream, byte[] block, int length, boolean ends) throws ConnectionError;

    /**
     * A frame of data has begun.
     *
     * @param length what it takes of the sender's window
     * @param padding how much of that is nothing
     */
    void dataBegins(int stream, int length, int padding) throws ConnectionError;

    /** Some of the data of the frame that has begun. */
    void data(ByteBuf bytes) throws ConnectionError;

    /** That frame is whole: so many bytes without padding. */
    void dataEnds(int length, boolean ends) throws ConnectionError;

    void reset(int stream, long why) throws ConnectionError;

    /**
     * The other side is about to leave.
     *
     * @param last the last stream that it has looked at, or may yet
     */
    void goAway(int last) throws ConnectionError;

    /** One of the other side's settings; {@link #settingsEnd} follows. */
    void setting(int key, long value) throws ConnectionError;

    void settingsEnd() throws ConnectionError;

    void ping(long data, boolean acknowledges) throws ConnectionError;

    void windowUpdate(int stream, int more) throws ConnectionError;

    /** Something that means nothing to us, and costs a look. */
    void other() throws ConnectionError;
}
