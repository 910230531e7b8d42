package org.tenantry.gateway.edge;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.log.AccessEntry;
import org.tenantry.gateway.edge.page.Page;

/** Gathers what the access log and the counters will tell of one request. Confined to its event loop. */
final class AccessRecord {
    private final LoopContext loop;
    private final Inbound inbound;
    private final Optional<RouteTable.Entry> routed;
    private final long startedMillis;
    private final long startedNanos;
    private @Nullable Endpoint upstream;
    private @Nullable String why;
    private long firstByteNanos = -1;
    private long bytesIn;
    private long bytesOut;
    private int status;

    AccessRecord(LoopContext loop, Inbound inbound, Optional<RouteTable.Entry> routed) {
        this.loop = loop;
        this.inbound = inbound;
        this.routed = routed;
        this.startedMillis = loop.nowMillis();
        this.startedNanos = loop.nanos();
        loop.shared.counters.requests.increment();
        loop.shared.counters.requestsOpen.increment();
        routed.ifPresent(entry -> entry.counters().opened(startedMillis));
    }

    /** The line for something that was never understood as a request. */
    static AccessEntry refused(LoopContext loop, String requestId, String client, Page page) {
        Instant now = Instant.ofEpochMilli(loop.nowMillis());
        Optional<String> none = Optional.empty();
        Optional<String> why = Optional.of(page.key());
        return new AccessEntry(now, requestId, client, "", "", "", none, none, none, page.status(), 0, 0, 0, 0, why);
    }

    void asks(Endpoint endpoint) {
        upstream = endpoint;
    }

    void answers(int code) {
        status = code;
        firstByteNanos = loop.nanos();
    }

    void because(String reason) {
        why = reason;
    }

    long received(long bytes) {
        bytesIn += bytes;
        loop.shared.counters.bytesIn.add(bytes);
        routed.ifPresent(entry -> entry.counters().received(bytes, loop.nowMillis()));
        return bytesIn;
    }

    void sent(long bytes) {
        bytesOut += bytes;
        loop.shared.counters.bytesOut.add(bytes);
        routed.ifPresent(entry -> entry.counters().sent(bytes, loop.nowMillis()));
    }

    /** The request is over: counts and logs it. */
    void end() {
        long now = loop.nowMillis();
        loop.shared.counters.requestsOpen.decrement();
        routed.ifPresent(entry -> entry.counters().closed(now));
        if (loop.shared.isLogging()) {
            loop.shared.log(entry());
        }
    }

    private AccessEntry entry() {
        return new AccessEntry(
                Instant.ofEpochMilli(startedMillis),
                inbound.requestId(),
                inbound.client(),
                inbound.method(),
                inbound.target().host().value(),
                inbound.path(),
                routed.map(entry -> entry.route().tenant().value()),
                routed.map(entry -> entry.route().instance().value()),
                Optional.ofNullable(upstream)
                        .map(one -> one.replica() + "@" + one.node() + " " + one.address() + ":" + one.port()),
                status,
                bytesIn,
                bytesOut,
                firstByteNanos < 0 ? -1 : (firstByteNanos - startedNanos) / 1_000_000,
                (loop.nanos() - startedNanos) / 1_000_000,
                Optional.ofNullable(why));
    }
}
