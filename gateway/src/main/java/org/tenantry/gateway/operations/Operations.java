package org.tenantry.gateway.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.Writing;

/** Begins operations, in the transaction of the order that they carry out, and shows them. */
public final class Operations {
    private final Store store;

    public Operations(Store store) {
        this.store = store;
    }

    /**
     * Begins an operation; those of the same instance that have not ended are superseded by it. What an earlier change would
     * have fallen back to is kept only where this one falls back too.
     */
    public static OperationRow begin(Writing writing, OperationRow beginning) {
        if (beginning.former().isEmpty()) {
            writing.secrets().forgetFormer(beginning.instance());
        }
        for (OperationRow earlier : writing.operations().open(beginning.instance())) {
            writing.operations().update(earlier.withState(OperationState.SUPERSEDED, beginning.created()));
        }
        return writing.operations().insert(beginning);
    }

    /** The row that an operation begins with. */
    public static OperationRow beginning(
            OperationId id, OperationKind kind, InstanceRow instance, Caller caller, Instant now) {
        return new OperationRow(
                id,
                kind,
                instance.id(),
                instance.tenant(),
                OperationState.RUNNING,
                steps(kind),
                Optional.empty(),
                caller.requestId(),
                caller.principal(),
                now,
                now,
                Optional.empty(),
                0);
    }

    /** What is there by that id. */
    public Optional<Subject> locate(String text) {
        return id(text).flatMap(id -> store.read(reading -> reading.operations().find(id)))
                .map(row -> new Subject(row.id().value(), row.tenant()));
    }

    /** One operation, or {@code NOT_FOUND}. */
    public OperationView view(OperationId id) {
        return store.read(reading -> reading.operations()
                .find(id)
                .map(row -> view(reading, row))
                .orElseThrow(() -> TenantryException.notFound("operation", id.value())));
    }

    /** All operations of a scope, newest first. */
    public Page<OperationView> page(Optional<TenantId> scope, PageRequest wanted) {
        Optional<OperationId> after = wanted.after().map(Operations::cursor);
        return store.read(reading -> page(
                reading,
                wanted,
                scope.map(tenant -> reading.operations().page(tenant, after, wanted.oneMore()))
                        .orElseGet(() -> reading.operations().page(after, wanted.oneMore()))));
    }

    /** Those of one instance, newest first. */
    public Page<OperationView> page(InstanceId instance, PageRequest wanted) {
        Optional<OperationId> after = wanted.after().map(Operations::cursor);
        return store.read(
                reading -> page(reading, wanted, reading.operations().page(instance, after, wanted.oneMore())));
    }

    /** An operation's row as people see it. */
    public static OperationView view(Reading reading, OperationRow row) {
        return OperationView.of(row, reading.instances().require(row.instance()).name());
    }

    private static Page<OperationView> page(Reading reading, PageRequest wanted, List<OperationRow> rows) {
        return Page.of(rows, wanted.limit(), row -> row.id().value(), row -> view(reading, row));
    }

    private static List<OperationStep> steps(OperationKind kind) {
        Stream<String> names = switch (kind) {
            case CREATE -> Stream.of("place on a node", "start services", "answer at its hosts");
            case START -> Stream.of("place on a node", "start services", "answer at its hosts");
            case STOP -> Stream.of("stop services");
            case CHANGE -> Stream.of("check", "replace services", "answer at its hosts");
            case REMOVE -> Stream.of("remove everything");
        };
        return names.map(name -> new OperationStep(name, OperationStep.State.PENDING, Optional.empty()))
                .toList();
    }

    private static OperationId cursor(String after) {
        return id(after).orElseThrow(() -> TenantryException.invalid("after", after, "what 'next' of a page gave"));
    }

    private static Optional<OperationId> id(String text) {
        try {
            return Optional.of(new OperationId(text));
        } catch (TenantryException notAnId) {
            return Optional.empty();
        }
    }
}
