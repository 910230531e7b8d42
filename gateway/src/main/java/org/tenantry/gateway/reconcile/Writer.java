package org.tenantry.gateway.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.protocol.Ids;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.store.FormerState;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Lease;
import org.tenantry.gateway.store.OperationRow;
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
    private final Ids ids;
    private final Duration hostsReserved;

    /** @param hostsReserved how long only its tenant may have a host that it released */
    Writer(Store store, InstantSource clock, Ids ids, Duration hostsReserved) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.hostsReserved = hostsReserved;
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
            case Action.Remove remove -> remove(writing, remove.instance());
            case Action.ReleaseHost release -> release(writing, release.host());
            case Action.Advance advance -> advance(writing, advance.operation());
            case Action.TakeBack back -> takeBack(writing, back);
            case Action.FallBack back -> fallBack(writing, back.operation());
        }
    }

    private static void place(Writing writing, Lease lease, Action.Place place) {
        InstanceRow row = writing.instances().require(place.instance());
        if (row.goal().runs() && writing.placements().find(row.id()).isEmpty()) {
            writing.placements().insert(new PlacementRow(row.id(), place.node(), lease.term(), 0));
            writing.holdings().add(row.id(), place.node());
        }
    }

    /** As an order to remove it at once would; nobody gave one since, or there would be no removal to carry out. */
    private void remove(Writing writing, InstanceId id) {
        Instant now = clock.instant();
        InstanceRow row = writing.instances().require(id);
        if (row.removal().filter(due -> !due.at().isAfter(now)).isEmpty()) {
            return;
        }
        InstanceRow absent =
                writing.instances().update(row.withRemoval(Optional.empty()).withGoal(Goal.ABSENT));
        writing.hosts().of(id).stream().map(HostRow::host).forEach(writing.hosts()::release);
        Caller caller = new Caller("gateway", ids.next("q-"));
        OperationId operation = new OperationId(ids.next("o-"));
        Operations.begin(writing, Operations.beginning(operation, OperationKind.REMOVE, absent, caller, now));
        Map<String, String> details = Map.of("name", row.name().value(), "why", "its grace is over");
        Trail.Entry entry = new Trail.Entry("instance.remove", id.value(), Optional.of(row.tenant()), details);
        new Trail(clock).leave(writing, caller, entry, absent);
    }

    /** A host at which nothing ever answered, for its instance could not be created, is anybody's at once. */
    private void release(Writing writing, CanonicalHost host) {
        HostRow row = writing.hosts().find(host).orElseThrow();
        writing.hosts().remove(host);
        writing.reservedHosts().removeUntil(clock.instant());
        boolean neverUsed = writing.operations().open(row.instance()).stream()
                .anyMatch(operation -> operation.kind() == OperationKind.CREATE);
        if (!neverUsed && !hostsReserved.isZero()) {
            writing.reservedHosts().put(host, row.tenant(), clock.instant().plus(hostsReserved));
        }
    }

    private static void advance(Writing writing, OperationRow operation) {
        writing.operations().update(operation);
        if (operation.former().isPresent() && operation.state().ended()) {
            writing.secrets().forgetFormer(operation.instance());
        }
    }

    /** Names, hosts, labels and notes stay as they were ordered: they did not fail. */
    private static void fallBack(Writing writing, OperationRow operation) {
        writing.operations().update(operation);
        InstanceRow row = writing.instances().require(operation.instance());
        if (operation.former().isPresent() && row.goal() != Goal.ABSENT) {
            FormerState former = operation.former().get();
            writing.instances()
                    .update(row.withTemplate(former.template())
                            .withParameters(former.parameters())
                            .withScale(former.scale()));
            writing.secrets().takeFormer(row.id());
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
