package org.tenantry.gateway.edge;

import java.time.Duration;
import java.time.InstantSource;
import org.tenantry.common.protocol.Ids;

/**
 * The reverse proxy: accepts clients on event loops of its own and relays each request to the instance that its host is
 * routed to.
 */
public final class Edge implements AutoCloseable {
    private Edge() {}

    /**
     * Listens and serves.
     *
     * @param ids make the request ids' beginnings
     * @throws org.tenantry.common.error.TenantryException TAKEN where somebody else has the port
     */
    public static Edge start(EdgeSettings settings, RouteTable routes, InstantSource clock, Ids ids) {
        throw new UnsupportedOperationException(settings + " " + routes + clock + ids);
    }

    /** The port it listens on. */
    public int port() {
        return 0;
    }

    /** The figures of now. */
    public EdgeTotals totals() {
        throw new UnsupportedOperationException();
    }

    /**
     * Stops accepting, lets what is in flight end, and closes. Blocks; what is still open after the bound is cut.
     */
    public void drain(Duration bound) {
        throw new UnsupportedOperationException(bound.toString());
    }

    /** Stops at once: what is in flight is cut. */
    @Override
    public void close() {}
}
