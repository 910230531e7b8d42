package org.tenantry.gateway.edge.http2;

import io.netty.handler.codec.http2.Http2Error;

/** Why a connection cannot go on (RFC 9113 section 5.4.1). Has no trace: it is no bug of ours. */
final class ConnectionError extends Exception {
    private static final long serialVersionUID = 1;

    private final Http2Error error;

    ConnectionError(Http2Error error, String what) {
        super(what, null, false, false);
        this.error = error;
    }

    static ConnectionError protocol(String what) {
        return new ConnectionError(Http2Error.PROTOCOL_ERROR, what);
    }

    static ConnectionError size(String what) {
        return new ConnectionError(Http2Error.FRAME_SIZE_ERROR, what);
    }

    static ConnectionError flood(String what) {
        return new ConnectionError(Http2Error.ENHANCE_YOUR_CALM, what);
    }

    /** What the other side is told. */
    Http2Error error() {
        return error;
    }
}
