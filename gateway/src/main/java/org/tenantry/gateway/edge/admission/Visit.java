package org.tenantry.gateway.edge.admission;

import org.jspecify.annotations.Nullable;

/**
 * One connection's place among the connections of a tenant and of its client there. A connection counts for the tenant that
 * it asked last. Confined to the connection's event loop.
 */
public final class Visit {
    private final Clients clients;
    private final ClientAddress address;
    private @Nullable Usage tenant;
    private @Nullable Usage client;

    public Visit(Clients clients, ClientAddress address) {
        this.clients = clients;
        this.address = address;
    }

    /** Whether the connection counts for this tenant already. */
    public boolean isAt(Usage other) {
        return tenant == other;
    }

    /** Counts for this tenant from now on; false where either has no room for a connection more, and then for nobody. */
    public boolean to(Usage next, int mostOfTenant, int mostOfClient) {
        leave();
        if (!next.connect(mostOfTenant)) {
            return false;
        }
        tenant = next;
        Usage joined = clients.join(next, address);
        client = joined;
        if (joined.connections() > mostOfClient) {
            leave();
            return false;
        }
        return true;
    }

    /** What this client uses of the tenant. */
    public Usage client() {
        Usage known = client;
        if (known == null) {
            throw new IllegalStateException("a connection that counts for nobody");
        }
        return known;
    }

    /** The connection is gone. */
    public void leave() {
        Usage ofTenant = tenant;
        Usage ofClient = client;
        tenant = null;
        client = null;
        if (ofTenant != null) {
            ofTenant.disconnect();
        }
        if (ofClient != null) {
            ofClient.disconnect();
        }
    }
}
