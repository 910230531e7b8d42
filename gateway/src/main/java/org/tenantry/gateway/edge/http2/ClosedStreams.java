package org.tenantry.gateway.edge.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * What fields mean that come on a stream after its end (RFC 9113 section 5.1). Netty is milder: it takes each stream that it
 * no longer knows for one that was reset a moment ago, and fields after the end for one too many trailers. So the streams
 * that were closed last are remembered, and whether we reset them: of those, frames may still be on their way.
 */
final class ClosedStreams {
    private static final int KEPT = 256;
    private static final String ON_UNKNOWN = "Received HEADERS frame for an unknown stream";
    private static final String TOO_MANY = "received too many headers";

    /** Negative where we reset it. */
    private final int[] numbers = new int[KEPT];

    private int next;

    void add(int stream, boolean reset) {
        numbers[next] = reset ? -stream : stream;
        next = (next + 1) % KEPT;
    }

    /** The error that a client is told, for the one that Netty has found on a stream, where it still knows that. */
    Http2Exception meant(Http2Exception.StreamException error, @Nullable Http2Stream stream) {
        String message = String.valueOf(error.getMessage());
        int number = error.streamId();
        if (message.startsWith(ON_UNKNOWN) && !holds(-number)) {
            return holds(number)
                    ? Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "fields on a closed stream")
                    : Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a stream out of order");
        }
        boolean ended = stream != null && stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE;
        return ended && message.contains(TOO_MANY)
                ? Http2Exception.streamError(number, Http2Error.STREAM_CLOSED, "fields after the end")
                : error;
    }

    private boolean holds(int number) {
        for (int one : numbers) {
            if (one == number) {
                return true;
            }
        }
        return false;
    }
}
