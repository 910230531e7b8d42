package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Writing;

/** Writes what an order leaves beside what is wanted: its operation and its audit row, in the same transaction. */
record Orders(Trail trail, Making making, Views views) {
    /** What was ordered, as the audit has it: {@code instance.<verb>}, with more details than the instance's name. */
    record Deed(String verb, Map<String, String> details) {
        static Deed of(OperationKind kind) {
            return new Deed(kind.word(), Map.of());
        }
    }

    Instant now() {
        return making.clock().instant();
    }

    /** Begins an operation that takes the place of whatever is under way. */
    Ordered begin(Writing writing, Caller caller, OperationKind kind, InstanceRow row, Deed deed) {
        OperationRow operation = Operations.begin(writing, beginning(kind, row, caller));
        return left(writing, caller, row, operation, deed);
    }

    /** The same with an operation that was made beforehand. */
    Ordered begin(Writing writing, Caller caller, InstanceRow row, OperationRow beginning, Deed deed) {
        return left(writing, caller, row, Operations.begin(writing, beginning), deed);
    }

    /** Begins an operation beside whatever is under way. */
    Ordered beside(Writing writing, Caller caller, InstanceRow row, OperationRow beginning, Deed deed) {
        return left(writing, caller, row, writing.operations().insert(beginning), deed);
    }

    /** What is wanted already: the operation that is at it is the answer, else one that finds it done. */
    Ordered again(Writing writing, Caller caller, OperationKind kind, InstanceRow row, Deed deed) {
        Optional<OperationRow> underWay = writing.operations().open(row.id()).stream()
                .filter(operation -> operation.state() == OperationState.RUNNING)
                .reduce((earlier, later) -> later);
        return underWay.isEmpty()
                ? begin(writing, caller, kind, row, deed)
                : left(writing, caller, row, underWay.get(), deed);
    }

    /** The operation that such an order begins with. */
    OperationRow beginning(OperationKind kind, InstanceRow row, Caller caller) {
        return Operations.beginning(new OperationId(making.ids().next("o-")), kind, row, caller, now());
    }

    /** Changes what is said of an instance and nothing of what runs: no operation is at it. */
    InstanceView noted(Writing writing, Caller caller, InstanceRow row, UnaryOperator<InstanceRow> change, Deed deed) {
        InstanceRow changed = writing.instances().update(change.apply(row));
        return trail.leave(writing, caller, entry(changed, deed), views.view(writing, changed));
    }

    private Ordered left(Writing writing, Caller caller, InstanceRow row, OperationRow operation, Deed deed) {
        Ordered ordered = new Ordered(views.view(writing, row), Operations.view(writing, operation));
        return trail.leave(writing, caller, entry(row, deed), ordered);
    }

    private static Trail.Entry entry(InstanceRow row, Deed deed) {
        Map<String, String> details = new TreeMap<>(deed.details());
        details.put("name", row.name().value());
        details.put("template", row.template().toString());
        return new Trail.Entry("instance." + deed.verb(), row.id().value(), Optional.of(row.tenant()), details);
    }
}
