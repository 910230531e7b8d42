package org.tenantry.gateway.edge.log;

import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.RequestHead;

/**
 * One request as the access log tells it, used again for the next one. The path comes without its query, which may carry what
 * only the application may know. Empty texts and nulls are what isn't known.
 */
public final class AccessEntry {
    public final RequestId requestId = new RequestId();
    /** Of the trace that it belongs to. */
    public final TraceId traceId = new TraceId();
    /** Milliseconds since 1970. */
    public long atMillis;
    /** The client's address. */
    public byte[] client = {};
    /** The version of TLS; empty for a plain connection. */
    public String tls = "";

    /** {@code http/1.1} or {@code h2}. */
    public String protocol = "";
    /** What was asked; nothing where it was never understood. */
    public @Nullable RequestHead request;
    /** The canonical host. */
    public String host = "";

    public String tenant = "";
    public String instance = "";
    /** The endpoint that was asked; empty where the edge answered by itself. */
    public byte[] upstream = {};

    public int status;
    public long bytesIn;
    public long bytesOut;
    public long firstByteMillis;
    public long totalMillis;
    /** What the edge did by itself: a refusal, a page, an abort; empty for a plain relayed request. */
    public String why = "";
}
