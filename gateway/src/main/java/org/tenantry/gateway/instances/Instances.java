package org.tenantry.gateway.instances;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.InstanceLock;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.templates.TemplateShelf;

/**
 * Takes orders for instances. Each writes what is wanted, the operation and the audit row in one transaction; what makes it
 * so comes after, from the store alone. Every order but a removal is refused with {@code CONFLICT} once an instance is removed,
 * and every order with {@code LOCKED} while it is locked.
 */
public final class Instances {
    private final Store store;
    private final Addresses addresses;
    private final Orders orders;
    private final Removals removals;

    private Instances(Store store, Addresses addresses, Orders orders, Removals removals) {
        this.store = store;
        this.addresses = addresses;
        this.orders = orders;
        this.removals = removals;
    }

    /**
     * Instances of a store.
     *
     * @param shelf the store's templates
     * @param removeGrace how long an instance that is removed can be taken back; zero for not at all
     * @param observations what agents see of an instance; asked inside a transaction, so it must not block
     */
    public static Instances of(
            Store store,
            TemplateShelf shelf,
            Making making,
            Addresses addresses,
            Duration removeGrace,
            Function<InstanceId, Seen> observations) {
        Orders orders = new Orders(new Trail(making.clock()), making, new Views(observations, addresses, shelf));
        return new Instances(store, addresses, orders, new Removals(store, orders, removeGrace));
    }

    /**
     * Orders an instance. {@code TAKEN}: its name or a host. {@code NOT_FOUND}: tenant or template. {@code INVALID} and the
     * like: what the template refuses, naming the parameter.
     */
    public Ordered create(Caller caller, NewInstance ordered) {
        Creation creation = store.read(reading -> Creation.prepare(reading, ordered, orders.making(), addresses));
        return store.write(writing -> {
            InstanceRow row = creation.write(writing, orders.now());
            return orders.begin(writing, caller, OperationKind.CREATE, row, Orders.Deed.of(OperationKind.CREATE));
        });
    }

    /**
     * Orders that it is different. {@code TAKEN}: its name or a host. {@code INVALID} and the like: what the template refuses,
     * naming the field. Nothing of a change that is refused is done.
     */
    public Ordered change(Caller caller, InstanceId id, OptionalLong expected, InstanceChange change) {
        return new Changes(store, orders).change(caller, id, expected, change);
    }

    /** What such a change would come to; refuses what the change would refuse, and changes nothing. */
    public Preview preview(InstanceId id, OptionalLong expected, InstanceChange change) {
        return new Changes(store, orders).preview(id, expected, change);
    }

    /** Orders that it runs. */
    public Ordered start(Caller caller, InstanceId id, OptionalLong expected) {
        return order(caller, OperationKind.START, Goal.RUNNING, id, expected);
    }

    /** Orders that it rests until somebody starts it; its data stays. */
    public Ordered stop(Caller caller, InstanceId id, OptionalLong expected) {
        return order(caller, OperationKind.STOP, Goal.STOPPED, id, expected);
    }

    /**
     * Orders that nothing is left of it, data included: at once, or after the grace in which it can be taken back. At once its
     * hosts are released.
     */
    public Ordered remove(Caller caller, InstanceId id, OptionalLong expected, boolean atOnce) {
        return removals.remove(caller, id, expected, atOnce);
    }

    /** Takes back one that was removed, with its data. {@code CONFLICT}: there is none to take back. */
    public Ordered restore(Caller caller, InstanceId id, OptionalLong expected) {
        return removals.restore(caller, id, expected);
    }

    /** Refuses every order for it from now on, with the reason and who gave it; a later reason takes the former one's place. */
    public InstanceView lock(Caller caller, InstanceId id, OptionalLong expected, String reason) {
        Form.reason(reason);
        return store.write(writing -> {
            InstanceRow row = Found.left(writing, id);
            Found.requireVersion(row, expected);
            Found.requireStaying(row);
            InstanceLock lock = new InstanceLock(reason, caller.principal(), orders.now());
            return orders.noted(
                    writing,
                    caller,
                    row,
                    open -> open.withLock(Optional.of(lock)),
                    new Orders.Deed("lock", Map.of("reason", reason)));
        });
    }

    /** Takes orders for it again. */
    public InstanceView unlock(Caller caller, InstanceId id, OptionalLong expected) {
        return store.write(writing -> {
            InstanceRow row = Found.left(writing, id);
            Found.requireVersion(row, expected);
            return orders.noted(
                    writing,
                    caller,
                    row,
                    locked -> locked.withLock(Optional.empty()),
                    new Orders.Deed("unlock", Map.of()));
        });
    }

    /** What is there by that id or name; one of which nothing is left is not. */
    public Optional<Subject> locate(String idOrName) {
        return store.read(reading -> Found.find(reading, idOrName))
                .map(row -> new Subject(row.id().value(), row.tenant()));
    }

    /** One instance, or {@code NOT_FOUND}. */
    public InstanceView view(InstanceId id) {
        return store.read(reading -> orders.views().view(reading, Found.left(reading, id)));
    }

    /** Those instances of a scope of which something is left. */
    public Page<InstanceView> page(Optional<TenantId> scope, InstanceFilter filter, PageRequest wanted) {
        return store.read(reading -> new InstancePages(orders.views()).page(reading, scope, filter, wanted));
    }

    private Ordered order(Caller caller, OperationKind kind, Goal goal, InstanceId id, OptionalLong expected) {
        return store.write(writing -> {
            InstanceRow row = Found.open(writing, id, expected);
            Orders.Deed deed = Orders.Deed.of(kind);
            if (row.goal() == goal) {
                return orders.again(writing, caller, kind, row, deed);
            }
            InstanceRow changed = writing.instances().update(row.withGoal(goal).withRemoval(Optional.empty()));
            return orders.begin(writing, caller, kind, changed, deed);
        });
    }
}
