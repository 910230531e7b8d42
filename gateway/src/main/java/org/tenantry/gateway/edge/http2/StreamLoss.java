package org.tenantry.gateway.edge.http2;

import io.netty.handler.codec.http2.Http2Error;

/**
 * How a stream was lost before its end.
 *
 * @param why for the log
 * @param unprocessed whether the other side has certainly done nothing for it, so that it may be asked again (RFC 9113
 *     section 8.7)
 * @param ofConnection whether it went with its connection, rather than by an answer to just this stream
 */
public record StreamLoss(String why, boolean unprocessed, boolean ofConnection) {
    static StreamLoss reset(long code) {
        Http2Error error = Http2Error.valueOf(code);
        return new StreamLoss(
                "upstream reset the stream: " + (error == null ? code : error),
                code == Http2Error.REFUSED_STREAM.code(),
                false);
    }

    static StreamLoss leftOut() {
        return new StreamLoss("upstream leaves and hasn't looked at it", true, true);
    }

    static StreamLoss malformed() {
        return new StreamLoss("upstream's answer is malformed", false, false);
    }

    static StreamLoss connection(String why) {
        return new StreamLoss(why, false, true);
    }
}
