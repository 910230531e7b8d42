package org.tenantry.gateway.agents;

import java.util.OptionalLong;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Registration;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.PlacementRow;
import org.tenantry.gateway.store.Reading;

/**
 * Notices that the store is an older copy of itself: agents know terms and versions from it alone, so one that knows newer
 * ones than it gave remembers what the store forgot. Its orders would be refused as old for ever, unless another incarnation
 * began.
 */
final class Restored {
    /** No store was ever restored so often; whoever claims more would only use up the numbers. */
    private static final long MOST_AHEAD = 1_000;

    private Restored() {}

    /** The incarnation to begin, newer than everything that the agent has heard; empty where nothing is wrong. */
    static OptionalLong by(Reading reading, Registration registration) {
        long now = reading.incarnation();
        long heard = registration.newest().incarnation();
        boolean newer = reading.term().isOlderThan(registration.newest())
                || registration.held().stream().anyMatch(held -> isNewer(reading, held));
        return newer && heard - now <= MOST_AHEAD ? OptionalLong.of(Math.max(now, heard) + 1) : OptionalLong.empty();
    }

    private static boolean isNewer(Reading reading, Held held) {
        Term placed = reading.placements()
                .find(held.instance())
                .map(PlacementRow::term)
                .orElse(held.term());
        long version = reading.instances()
                .find(held.instance())
                .map(InstanceRow::version)
                .orElse(held.version());
        return placed.isOlderThan(held.term()) || (placed.equals(held.term()) && version < held.version());
    }
}
