package org.tenantry.gateway.edge.http2;

/**
 * The streams that were closed last, and whether we reset them: of those, frames may still be on their way (RFC 9113 section
 * 5.1). What is older is taken for one that was never open.
 */
final class ClosedStreams {
    private static final int KEPT = 256;

    /** What a frame means that comes after the end. */
    enum Fate {
        /** Was sent before the client heard of the end. */
        RESET,
        /** Was sent by a client that knows of the end. */
        ENDED,
        /** Has no place in the order of streams. */
        UNKNOWN
    }

    /** Negative where we reset it. */
    private final int[] numbers = new int[KEPT];

    private int next;

    void add(int stream, boolean reset) {
        numbers[next] = reset ? -stream : stream;
        next = (next + 1) % KEPT;
    }

    Fate of(int stream) {
        for (int one : numbers) {
            if (one == stream || one == -stream) {
                return one < 0 ? Fate.RESET : Fate.ENDED;
            }
        }
        return Fate.UNKNOWN;
    }
}
