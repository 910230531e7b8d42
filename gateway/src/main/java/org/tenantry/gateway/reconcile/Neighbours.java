package org.tenantry.gateway.reconcile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tenantry.gateway.store.GatewayRow;

/**
 * The other gateways' rows, and how often each was found the same: no wall clock is asked, for it may be wrong, and while the
 * store is away, when nobody can say anything, nobody gets any older. Used by one thread.
 */
final class Neighbours {
    private final int deadAfter;
    private Map<String, Told> told = Map.of();

    /** A row, and at how many looks in a row it has been the same, the last included. */
    private record Told(GatewayRow row, int looks) {}

    /** @param deadAfter so many looks without news, and a gateway is taken for dead */
    Neighbours(int deadAfter) {
        this.deadAfter = deadAfter;
    }

    /** Looks at all other gateways' rows: how far everyone that lives is, or as far as can be where there is none. */
    long applied(List<GatewayRow> others) {
        Map<String, Told> now = new HashMap<>();
        others.forEach(row -> now.put(row.name(), new Told(row, looks(row))));
        told = Map.copyOf(now);
        return now.values().stream()
                .filter(one -> one.looks() <= deadAfter)
                .mapToLong(one -> one.row().applied())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private int looks(GatewayRow row) {
        Told before = told.get(row.name());
        return before != null && before.row().equals(row) ? Math.min(before.looks(), deadAfter) + 1 : 1;
    }
}
