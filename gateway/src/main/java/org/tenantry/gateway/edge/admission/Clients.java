package org.tenantry.gateway.edge.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What each client uses of each tenant. Whoever uses nothing any more is forgotten by {@link #sweep}, and not before its
 * rate has been made good: else a new connection would begin with a new allowance. Safe for any thread.
 */
public final class Clients {
    private final ConcurrentMap<Key, Usage> usages = new ConcurrentHashMap<>();

    /** What one client uses of one tenant, with a connection more: that keeps it from being forgotten. */
    Usage join(Usage tenant, ClientAddress address) {
        return usages.compute(new Key(tenant, address), (key, known) -> {
            Usage of = known == null ? new Usage() : known;
            of.join();
            return of;
        });
    }

    /** Forgets those who use nothing. */
    public void sweep(long now) {
        for (Key key : usages.keySet()) {
            usages.computeIfPresent(key, (same, usage) -> usage.isIdle(now) ? null : usage);
        }
    }

    /** How many clients are remembered. */
    public int size() {
        return usages.size();
    }

    /** Usages are told apart by identity: that of a tenant is one object. */
    private record Key(Usage tenant, ClientAddress address) {}
}
