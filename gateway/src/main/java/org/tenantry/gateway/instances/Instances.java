package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.Writing;
import org.tenantry.gateway.templates.TemplateShelf;

/**
 * Takes orders for instances. Each writes what is wanted, the operation and the audit row in one transaction; what makes it
 * so comes after, from the store alone.
 */
public final class Instances {
    private final Store store;
    private final Trail trail;
    private final Making making;
    private final Addresses addresses;
    private final Views views;

    private Instances(Store store, Trail trail, Making making, Addresses addresses, Views views) {
        this.store = store;
        this.trail = trail;
        this.making = making;
        this.addresses = addresses;
        this.views = views;
    }

    /**
     * Instances of a store.
     *
     * @param shelf the store's templates
     * @param observations what agents see of an instance; asked inside a transaction, so it must not block
     */
    public static Instances of(
            Store store,
            TemplateShelf shelf,
            Making making,
            Addresses addresses,
            Function<InstanceId, Seen> observations) {
        Views views = new Views(observations, addresses, shelf);
        return new Instances(store, new Trail(making.clock()), making, addresses, views);
    }

    /**
     * Orders an instance. {@code TAKEN}: its name or a host. {@code NOT_FOUND}: tenant or template. {@code INVALID} and the
     * like: what the template refuses, naming the parameter.
     */
    public Ordered create(Caller caller, NewInstance ordered) {
        Creation creation = store.read(reading -> Creation.prepare(reading, ordered, making, addresses));
        return store.write(writing -> {
            InstanceRow row = creation.write(writing, making.clock().instant());
            return ordered(writing, caller, OperationKind.CREATE, row);
        });
    }

    /** Orders that it runs. {@code CONFLICT}: it is being removed. */
    public Ordered start(Caller caller, InstanceId id, OptionalLong expected) {
        return order(caller, OperationKind.START, id, expected);
    }

    /** Orders that it rests until somebody starts it; its data stays. {@code CONFLICT}: it is being removed. */
    public Ordered stop(Caller caller, InstanceId id, OptionalLong expected) {
        return order(caller, OperationKind.STOP, id, expected);
    }

    /** Orders that nothing is left of it, data included; its hosts are released at once. */
    public Ordered remove(Caller caller, InstanceId id, OptionalLong expected) {
        return order(caller, OperationKind.REMOVE, id, expected);
    }

    /** What is there by that id or name; one of which nothing is left is not. */
    public Optional<Subject> locate(String idOrName) {
        return store.read(reading -> find(reading, idOrName))
                .map(row -> new Subject(row.id().value(), row.tenant()));
    }

    /** One instance, or {@code NOT_FOUND}. */
    public InstanceView view(InstanceId id) {
        return store.read(reading -> views.view(reading, left(reading, id)));
    }

    /** All instances of a scope of which something is left. */
    public Page<InstanceView> page(Optional<TenantId> scope, PageRequest wanted) {
        Optional<InstanceId> after = wanted.after().map(Instances::cursor);
        return store.read(reading -> {
            List<InstanceRow> rows = scope.map(tenant -> reading.instances().page(tenant, after, wanted.oneMore()))
                    .orElseGet(() -> reading.instances().page(after, wanted.oneMore()));
            return Page.of(rows, wanted.limit(), row -> row.id().value(), row -> views.view(reading, row));
        });
    }

    private Ordered order(Caller caller, OperationKind kind, InstanceId id, OptionalLong expected) {
        return store.write(writing -> {
            InstanceRow row = left(writing, id);
            requireVersion(row, expected);
            requireLife(row, kind);
            Goal goal = goal(kind);
            if (row.goal() == goal) {
                return again(writing, caller, kind, row);
            }
            InstanceRow changed = writing.instances().update(row.withGoal(goal));
            if (goal == Goal.ABSENT) {
                release(writing, changed);
            }
            return ordered(writing, caller, kind, changed);
        });
    }

    /** What is wanted already: the operation that is at it is the answer, else one that finds it done. */
    private Ordered again(Writing writing, Caller caller, OperationKind kind, InstanceRow row) {
        Optional<OperationRow> underWay = writing.operations().open(row.id()).stream()
                .filter(operation -> operation.state() == OperationState.RUNNING)
                .reduce((earlier, later) -> later);
        if (underWay.isEmpty()) {
            return ordered(writing, caller, kind, row);
        }
        Ordered same = new Ordered(views.view(writing, row), Operations.view(writing, underWay.get()));
        return trail.leave(writing, caller, entry(kind, row), same);
    }

    private Ordered ordered(Writing writing, Caller caller, OperationKind kind, InstanceRow row) {
        OperationId id = new OperationId(making.ids().next("o-"));
        OperationRow operation = Operations.begin(
                writing,
                Operations.beginning(id, kind, row, caller, making.clock().instant()));
        Ordered ordered = new Ordered(views.view(writing, row), Operations.view(writing, operation));
        return trail.leave(writing, caller, entry(kind, row), ordered);
    }

    private static void release(Writing writing, InstanceRow row) {
        for (HostRow host : writing.hosts().of(row.id())) {
            writing.hosts().release(host.host());
        }
    }

    private static void requireVersion(InstanceRow row, OptionalLong expected) {
        if (expected.isPresent() && expected.getAsLong() != row.version()) {
            throw TenantryException.field(
                    ErrorCode.VERSION_MISMATCH,
                    "If-Match",
                    String.valueOf(expected.getAsLong()),
                    "version " + row.version());
        }
    }

    private static void requireLife(InstanceRow row, OperationKind kind) {
        if (row.goal() == Goal.ABSENT && kind != OperationKind.REMOVE) {
            throw TenantryException.of(
                    ErrorCode.CONFLICT, "instance " + row.name() + " is being removed (expected: one that stays)");
        }
    }

    private static Goal goal(OperationKind kind) {
        return switch (kind) {
            case CREATE, START -> Goal.RUNNING;
            case STOP -> Goal.STOPPED;
            case REMOVE -> Goal.ABSENT;
        };
    }

    private static InstanceRow left(Reading reading, InstanceId id) {
        return reading.instances()
                .find(id)
                .filter(row -> row.goneAt().isEmpty())
                .orElseThrow(() -> TenantryException.notFound("instance", id.value()));
    }

    private static Optional<InstanceRow> find(Reading reading, String idOrName) {
        Optional<InstanceRow> byId = id(idOrName)
                .flatMap(reading.instances()::find)
                .filter(row -> row.goneAt().isEmpty());
        return byId.or(() -> name(idOrName).flatMap(reading.instances()::byName));
    }

    private static Trail.Entry entry(OperationKind kind, InstanceRow row) {
        return new Trail.Entry(
                "instance." + kind.word(),
                row.id().value(),
                Optional.of(row.tenant()),
                Map.of("name", row.name().value(), "template", row.template().toString()));
    }

    private static InstanceId cursor(String after) {
        return id(after).orElseThrow(() -> TenantryException.invalid("after", after, "what 'next' of a page gave"));
    }

    private static Optional<InstanceId> id(String text) {
        try {
            return Optional.of(new InstanceId(text));
        } catch (TenantryException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<InstanceName> name(String text) {
        try {
            return Optional.of(new InstanceName(text));
        } catch (TenantryException notAName) {
            return Optional.empty();
        }
    }
}
