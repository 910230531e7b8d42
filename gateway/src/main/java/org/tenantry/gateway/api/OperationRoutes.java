package org.tenantry.gateway.api;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationId;
import org.tenantry.gateway.access.Access;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.operations.OperationView;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.paging.Page;

/** Operations over HTTP. */
final class OperationRoutes {
    private final Operations operations;
    private final Instances instances;

    OperationRoutes(Operations operations, Instances instances) {
        this.operations = operations;
        this.instances = instances;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get("/operations")
                        .needs(Permission.OPERATION_READ)
                        .about(new TenantOf.Scope())
                        .query("limit", "after", "instance")
                        .answers(exchange -> Answer.page(page(exchange), exchange)),
                ApiRoute.get("/operations/{operation}")
                        .needs(Permission.OPERATION_READ)
                        .about(new TenantOf.Named("operation", operations::locate))
                        .answers(exchange -> shown(operations.view(new OperationId(exchange.id())))));
    }

    private Page<OperationView> page(Exchange exchange) {
        Optional<String> instance = exchange.query("instance");
        if (instance.isEmpty()) {
            return operations.page(exchange.scope(), exchange.page());
        }
        InstanceId id = instances
                .locate(instance.get())
                .filter(found -> Access.knows(exchange.principal(), Optional.of(found.owner())))
                .map(found -> new InstanceId(found.id()))
                .orElseThrow(() -> TenantryException.notFound("instance", instance.get()));
        return operations.page(id, exchange.page());
    }

    private static Answer shown(OperationView operation) {
        return Answer.ok(operation).version(operation.version());
    }
}
