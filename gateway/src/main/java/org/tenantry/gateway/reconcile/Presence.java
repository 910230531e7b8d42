package org.tenantry.gateway.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.gateway.store.GatewayRow;
import org.tenantry.gateway.store.Store;

/**
 * Tells the other gateways through the store that this one lives and how far its routes are, and knows how far all are. A
 * host changes its tenant only after every live gateway has dropped the old route. A gateway alone has nobody to tell.
 */
public final class Presence implements AutoCloseable {
    /** Silent at so many looks, a gateway is taken for dead; its edge reaches nobody else's container all the same. */
    private static final int DEAD_AFTER = 15;

    /** Before the others were asked, nothing is known to be applied anywhere: a new leader must not give a host free. */
    private static final long NOT_ASKED_YET = -1;

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Store store;
    private final String gateway;
    private final LongSupplier applied;
    private final InstantSource clock;
    private final List<ControlLoop> loops;
    private final Neighbours neighbours = new Neighbours(DEAD_AFTER);
    private volatile long appliedByOthers;

    private Presence(Store store, String gateway, LongSupplier applied, InstantSource clock, boolean clustered) {
        this.store = store;
        this.gateway = gateway;
        this.applied = applied;
        this.clock = clock;
        this.appliedByOthers = clustered ? NOT_ASKED_YET : Long.MAX_VALUE;
        this.loops = clustered ? List.of(ControlLoop.of("presence", INTERVAL, this::tell)) : List.of();
    }

    /** Begins to tell, where there are others. */
    public static Presence start(
            Store store, String gateway, LongSupplier applied, InstantSource clock, boolean clustered) {
        Presence presence = new Presence(store, gateway, applied, clock, clustered);
        presence.loops.forEach(ControlLoop::begin);
        return presence;
    }

    /** The position in the change feed that the routes of every live gateway have reached. */
    public long appliedEverywhere() {
        return Math.min(applied.getAsLong(), appliedByOthers);
    }

    @Override
    public void close() {
        loops.forEach(ControlLoop::close);
        if (!loops.isEmpty()) {
            store.write(writing -> {
                writing.gateways().remove(gateway);
                return gateway;
            });
        }
    }

    private void tell() {
        List<GatewayRow> all = store.write(writing -> {
            writing.gateways().put(new GatewayRow(gateway, clock.instant(), applied.getAsLong()));
            return writing.gateways().all();
        });
        appliedByOthers = neighbours.applied(
                all.stream().filter(row -> !row.name().equals(gateway)).toList());
    }
}
