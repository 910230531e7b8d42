package org.tenantry.gateway.edge;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.tls.Secured;

/**
 * Whom the requests of one connection are for. A client names the same host in the same bytes again and again: what these
 * bytes led to last is kept, and used only while it is still the table's own entry. Anything else goes the whole way.
 */
final class HostMemo {
    private final RouteTable routes;
    private final @Nullable Secured secured;
    private byte[] sent = {};
    private int length;
    private RouteTable.@Nullable Entry entry;
    private @Nullable CanonicalHost host;
    private boolean expected;

    /**
     * @param secured what the connection's handshake has settled, where there was one
     */
    HostMemo(RouteTable routes, @Nullable Secured secured) {
        this.routes = routes;
        this.secured = secured;
    }

    /** Reads host and target of a request that has one Host field; false where that is no host, or the target's is another. */
    boolean read(RequestHead head) {
        int index = head.first(Field.HOST);
        int from = head.valueFrom(index);
        int end = head.valueEnd(index);
        RouteTable.Entry known = entry;
        boolean same = known != null
                && !known.isReplaced()
                && !head.isAbsolute()
                && Arrays.equals(head.bytes(), from, end, sent, 0, length);
        return same || readAnew(head, from, end);
    }

    /** The host that was read. */
    CanonicalHost host() {
        CanonicalHost known = host;
        if (known == null) {
            throw new IllegalStateException("no host has been read");
        }
        return known;
    }

    /** Its entry in the table; null where it has none. */
    RouteTable.@Nullable Entry entry() {
        return entry;
    }

    /** Whether a client that looks whom it speaks to can have meant this connection for the host that was read. */
    boolean isExpected() {
        return expected;
    }

    private boolean readAnew(RequestHead head, int from, int end) {
        entry = null;
        Optional<CanonicalHost> named = CanonicalHost.ofAuthority(head.value(Field.HOST));
        boolean agrees = !head.isAbsolute()
                || CanonicalHost.ofAuthority(head.authority()).equals(named);
        if (named.isEmpty() || !agrees) {
            return false;
        }
        host = named.get();
        expected = secured == null || secured.covers(named.get());
        entry = routes.entry(named.get()).orElse(null);
        keep(head.bytes(), from, end);
        return true;
    }

    private void keep(byte[] bytes, int from, int end) {
        length = end - from;
        if (sent.length < length) {
            sent = new byte[length];
        }
        System.arraycopy(bytes, from, sent, 0, length);
    }
}
