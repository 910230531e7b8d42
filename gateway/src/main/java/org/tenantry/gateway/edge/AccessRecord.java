package org.tenantry.gateway.edge;

import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.admission.Usage;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.log.AccessEntry;
import org.tenantry.gateway.edge.log.RequestId;

/**
 * Gathers what the access log and the counters will tell of one request; used again for the next of its connection. Confined
 * to its event loop.
 */
final class AccessRecord {
    private static final byte[] NOBODY = {};

    private final LoopContext loop;
    private final AccessEntry entry = new AccessEntry();
    private final Trace trace = new Trace(entry.traceId);
    private @Nullable TrafficCounters counters;
    private @Nullable Usage tenant;
    private @Nullable Usage client;
    private long startedNanos;
    private long firstByteNanos;

    /** @param protocol what is spoken: {@code http/1.1} or {@code h2} */
    AccessRecord(LoopContext loop, String protocol) {
        this.loop = loop;
        entry.protocol = protocol;
    }

    /** Whose requests come now: the address of a client, and the version of TLS; empty for a plain connection. */
    void of(byte[] client, String tls) {
        entry.client = client;
        entry.tls = tls;
    }

    /** A request has been understood. */
    void begin(RequestHead request, HostMemo memo) {
        clear();
        RouteTable.Entry routed = memo.entry();
        entry.request = request;
        entry.host = memo.host().value();
        trace.begin(request, loop.random);
        startedNanos = loop.nanos();
        loop.shared.counters.requests.increment();
        loop.shared.counters.requestsOpen.increment();
        if (routed != null) {
            entry.tenant = routed.route().tenant().value();
            entry.instance = routed.route().instance().value();
            counters = routed.counters();
            routed.counters().opened(entry.atMillis);
        }
    }

    /** The line for something that was never understood as a request. */
    void refused(String why, int status) {
        clear();
        entry.why = why;
        entry.status = status;
        entry.firstByteMillis = 0;
        entry.totalMillis = 0;
        loop.figures.answered(status);
        loop.log.add(entry);
    }

    /** It has been counted here until it ends. */
    void uses(Usage ofTenant, Usage ofClient) {
        tenant = ofTenant;
        client = ofClient;
    }

    /** The tenant by whose allowance it is counted; null where it isn't. */
    @Nullable
    Usage tenant() {
        return tenant;
    }

    /** The client by whose allowance it is counted; null where it isn't. */
    @Nullable
    Usage client() {
        return client;
    }

    private void clear() {
        loop.nextRequestId(entry.requestId);
        entry.atMillis = loop.nowMillis();
        entry.traceId.clear();
        entry.request = null;
        entry.host = "";
        entry.tenant = "";
        entry.instance = "";
        entry.upstream = NOBODY;
        entry.status = 0;
        entry.bytesIn = 0;
        entry.bytesOut = 0;
        entry.why = "";
        counters = null;
        firstByteNanos = -1;
    }

    RequestId requestId() {
        return entry.requestId;
    }

    Trace trace() {
        return trace;
    }

    void asks(byte[] endpoint) {
        entry.upstream = endpoint;
    }

    void answers(int code) {
        entry.status = code;
        firstByteNanos = loop.nanos();
    }

    /** The instance answers. */
    void relays(int code) {
        answers(code);
        loop.figures.begun(firstByteNanos - startedNanos);
    }

    void because(String reason) {
        entry.why = reason;
    }

    void received(long bytes) {
        entry.bytesIn += bytes;
        loop.shared.counters.bytesIn.add(bytes);
        TrafficCounters of = counters;
        if (of != null) {
            of.received(bytes, loop.nowMillis());
        }
    }

    void sent(long bytes) {
        entry.bytesOut += bytes;
        loop.shared.counters.bytesOut.add(bytes);
        TrafficCounters of = counters;
        if (of != null) {
            of.sent(bytes, loop.nowMillis());
        }
    }

    private void release() {
        Usage ofTenant = tenant;
        Usage ofClient = client;
        tenant = null;
        client = null;
        if (ofTenant != null && ofClient != null) {
            ofTenant.end();
            ofClient.end();
        }
    }

    /** The request is over: counts and logs it. */
    void end() {
        long now = loop.nanos();
        loop.shared.counters.requestsOpen.decrement();
        TrafficCounters of = counters;
        if (of != null) {
            of.closed(loop.nowMillis());
        }
        release();
        entry.firstByteMillis = firstByteNanos < 0 ? -1 : (firstByteNanos - startedNanos) / 1_000_000;
        entry.totalMillis = (now - startedNanos) / 1_000_000;
        loop.figures.ended(entry.status, now - startedNanos, entry.bytesIn, entry.bytesOut);
        loop.log.add(entry);
    }
}
