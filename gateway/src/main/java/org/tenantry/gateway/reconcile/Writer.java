package org.tenantry.gateway.reconcile;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Lease;
import org.tenantry.gateway.store.PlacementRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.Writing;

/**
 * Carries out what was planned. Each action looks at the rows again, in the transaction that changes them: what was planned
 * from an older state does nothing.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final Store store;
    private final InstantSource clock;

    Writer(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** All in one transaction; where that is refused, each in its own, so that one can't hold up the others. */
    void write(Lease lease, List<Action> actions) {
        try {
            store.writeAsLeader(lease, writing -> {
                actions.forEach(action -> write(writing, lease, action));
                return actions;
            });
        } catch (RuntimeException refused) {
            throwWhereAllAreRefused(refused);
            actions.forEach(action -> writeAlone(lease, action));
        }
    }

    private void writeAlone(Lease lease, Action action) {
        try {
            store.writeAsLeader(lease, writing -> {
                write(writing, lease, action);
                return action;
            });
        } catch (RuntimeException refused) {
            throwWhereAllAreRefused(refused);
            if (refused instanceof TenantryException known) {
                LOG.info("{}: not written, it will be planned again: {}", action, known.message());
            } else {
                LOG.error("{}: not written, it will be planned again", action, refused);
            }
        }
    }

    /** Another leads, or the store is away: no other action would fare better. */
    private static void throwWhereAllAreRefused(RuntimeException refused) {
        boolean all = refused instanceof TenantryException known
                && (known.code() == ErrorCode.STALE_TERM || known.code().retryable());
        if (all) {
            throw refused;
        }
    }

    private void write(Writing writing, Lease lease, Action action) {
        switch (action) {
            case Action.Place place -> place(writing, lease, place);
            case Action.ConfirmGone gone -> writing.holdings().remove(gone.instance(), gone.node());
            case Action.Forget forget -> forget(writing, forget.instance());
            case Action.ReleaseHost release -> writing.hosts().remove(release.host());
            case Action.Advance advance -> writing.operations().update(advance.operation());
            case Action.TakeBack back -> takeBack(writing, back);
        }
    }

    private static void place(Writing writing, Lease lease, Action.Place place) {
        InstanceRow row = writing.instances().require(place.instance());
        if (row.goal().runs() && writing.placements().find(row.id()).isEmpty()) {
            writing.placements().insert(new PlacementRow(row.id(), place.node(), lease.term(), 0));
            writing.holdings().add(row.id(), place.node());
        }
    }

    private void forget(Writing writing, InstanceId id) {
        InstanceRow row = writing.instances().require(id);
        if (row.goal() != Goal.ABSENT
                || row.goneAt().isPresent()
                || !writing.holdings().of(id).isEmpty()) {
            return;
        }
        writing.secrets().remove(id);
        Optional<PlacementRow> placement = writing.placements().find(id);
        placement.ifPresent(writing.placements()::remove);
        writing.hosts().of(id).stream().map(HostRow::host).forEach(writing.hosts()::release);
        writing.instances().update(row.withGoneAt(clock.instant()));
    }

    private static void takeBack(Writing writing, Action.TakeBack back) {
        writing.operations().update(back.operation());
        InstanceRow row = writing.instances().require(back.operation().instance());
        if (row.goal().runs()) {
            writing.instances().update(row.withGoal(back.goal()));
        }
    }
}
