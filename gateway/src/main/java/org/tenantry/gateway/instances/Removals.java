package org.tenantry.gateway.instances;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Removal;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.Writing;

/**
 * Takes removals, and takes them back. One with grace stops the instance first and keeps everything, name and hosts included;
 * when the grace is over the leader removes it as an order at once would.
 *
 * @param grace how long an instance is kept; zero for not at all
 */
record Removals(Store store, Orders orders, Duration grace) {
    /** Orders that nothing is left of it, at once or after the grace. */
    Ordered remove(Caller caller, InstanceId id, OptionalLong expected, boolean atOnce) {
        return store.write(writing -> {
            InstanceRow row = Found.left(writing, id);
            Found.requireVersion(row, expected);
            Found.requireUnlocked(row);
            boolean now = atOnce || grace.isZero() || row.goal() == Goal.ABSENT;
            return now ? forGood(writing, caller, row, orders) : forNow(writing, caller, row);
        });
    }

    /** Takes it back, and lets it run again where it ran. {@code CONFLICT}: it was not removed, or nothing can be kept any more. */
    Ordered restore(Caller caller, InstanceId id, OptionalLong expected) {
        return store.write(writing -> {
            InstanceRow row = Found.left(writing, id);
            Found.requireVersion(row, expected);
            Removal removal = row.removal().orElseThrow(() -> notKept(row));
            InstanceRow back =
                    writing.instances().update(row.withRemoval(Optional.empty()).withGoal(removal.before()));
            OperationKind kind = removal.before().runs() ? OperationKind.START : OperationKind.STOP;
            return orders.begin(writing, caller, kind, back, new Orders.Deed("restore", Map.of()));
        });
    }

    /** Nothing is to be left of it from now on. */
    static Ordered forGood(Writing writing, Caller caller, InstanceRow row, Orders orders) {
        Orders.Deed deed = Orders.Deed.of(OperationKind.REMOVE);
        if (row.goal() == Goal.ABSENT) {
            return orders.again(writing, caller, OperationKind.REMOVE, row, deed);
        }
        InstanceRow changed =
                writing.instances().update(row.withRemoval(Optional.empty()).withGoal(Goal.ABSENT));
        writing.hosts().of(row.id()).stream().map(HostRow::host).forEach(writing.hosts()::release);
        return orders.begin(writing, caller, OperationKind.REMOVE, changed, deed);
    }

    private Ordered forNow(Writing writing, Caller caller, InstanceRow row) {
        Removal removal = row.removal().orElseGet(() -> new Removal(orders.now().plus(grace), row.goal()));
        Orders.Deed deed =
                new Orders.Deed("remove", Map.of("until", removal.at().toString()));
        if (row.removal().isPresent()) {
            return orders.again(writing, caller, OperationKind.STOP, row, deed);
        }
        InstanceRow changed =
                writing.instances().update(row.withGoal(Goal.STOPPED).withRemoval(Optional.of(removal)));
        return orders.begin(writing, caller, OperationKind.STOP, changed, deed);
    }

    private static TenantryException notKept(InstanceRow row) {
        String state = row.goal() == Goal.ABSENT ? "is being removed for good" : "is not removed";
        return TenantryException.of(
                ErrorCode.CONFLICT,
                "instance " + row.name() + " " + state + " (expected: one that was removed and is kept)");
    }
}
