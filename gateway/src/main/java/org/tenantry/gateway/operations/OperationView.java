package org.tenantry.gateway.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.store.OperationFailure;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.ServiceFailure;

/** An operation as people see it. */
public record OperationView(
        OperationId id,
        OperationKind kind,
        InstanceId instance,
        InstanceName instanceName,
        TenantId tenant,
        OperationState state,
        List<OperationStep> steps,
        Optional<Failed> failure,
        String requestId,
        String principal,
        Instant created,
        Instant updated,
        Optional<Instant> ended,
        long version) {

    /** Why it failed. */
    public record Failed(
            String code,
            String message,
            Optional<String> field,
            Map<String, String> parameters,
            List<FailedService> services) {}

    /** How one replica of a service failed. */
    public record FailedService(
            ServiceName service, int replica, String reason, OptionalInt exitCode, List<String> lastLog) {}

    static OperationView of(OperationRow row, InstanceName instanceName) {
        return new OperationView(
                row.id(),
                row.kind(),
                row.instance(),
                instanceName,
                row.tenant(),
                row.state(),
                row.steps(),
                row.failure().map(OperationView::failed),
                row.requestId(),
                row.principal(),
                row.created(),
                row.updated(),
                row.ended(),
                row.version());
    }

    private static Failed failed(OperationFailure failure) {
        return new Failed(
                failure.code(),
                failure.message(),
                failure.field(),
                failure.parameters(),
                failure.services().stream().map(OperationView::failed).toList());
    }

    private static FailedService failed(ServiceFailure one) {
        return new FailedService(
                one.service(),
                one.replica(),
                one.failure().reason(),
                one.failure().exitCode(),
                one.failure().lastLog());
    }
}
