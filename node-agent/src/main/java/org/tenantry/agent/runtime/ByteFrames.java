package org.tenantry.agent.runtime;

/** Takes what a process writes. It may block: that holds the process back. An exception cancels the stream. */
@FunctionalInterface
public interface ByteFrames {
    /** Takes the next bytes, which are the taker's from now on. */
    void take(Channel channel, byte[] bytes);

    /** Where a process wrote. */
    enum Channel {
        OUTPUT,
        ERROR
    }
}
