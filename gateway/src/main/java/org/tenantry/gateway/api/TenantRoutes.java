package org.tenantry.gateway.api;

import java.util.List;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.api.ApiRoute.Takes;
import org.tenantry.gateway.tenants.NewTenant;
import org.tenantry.gateway.tenants.TenantView;
import org.tenantry.gateway.tenants.Tenants;

/** Tenants over HTTP. */
final class TenantRoutes {
    private final Tenants tenants;

    TenantRoutes(Tenants tenants) {
        this.tenants = tenants;
    }

    List<ApiRoute> routes() {
        TenantOf named = new TenantOf.Named("tenant", tenants::locate);
        return List.of(
                ApiRoute.get("/tenants")
                        .needs(Permission.TENANT_READ)
                        .about(new TenantOf.Scope())
                        .query("limit", "after")
                        .answers(exchange -> Answer.page(tenants.page(exchange.scope(), exchange.page()), exchange)),
                ApiRoute.post("/tenants")
                        .needs(Permission.TENANT_WRITE)
                        .about(new TenantOf.Cluster())
                        .accepts(Takes.BODY, Takes.KEY)
                        .answers(this::create),
                ApiRoute.get("/tenants/{tenant}")
                        .needs(Permission.TENANT_READ)
                        .about(named)
                        .answers(exchange -> shown(200, tenants.view(new TenantId(exchange.id())))),
                ApiRoute.delete("/tenants/{tenant}")
                        .needs(Permission.TENANT_WRITE)
                        .about(named)
                        .accepts(Takes.KEY, Takes.VERSION)
                        .answers(this::remove));
    }

    private Answer create(Exchange exchange) {
        Fields fields = exchange.body();
        TenantName name = fields.value("name", TenantName::new);
        NewTenant ordered = new NewTenant(
                name,
                fields.optionalText("title").orElse(name.value()),
                fields.optionalText("plan").orElse(NewTenant.STANDARD));
        fields.finish();
        return exchange.change(
                TenantView.class,
                caller -> tenants.create(caller, ordered),
                made -> shown(201, made).with("Location", Api.BASE + "/tenants/" + made.id()));
    }

    private Answer remove(Exchange exchange) {
        return exchange.change(
                TenantView.class,
                caller -> tenants.remove(caller, new TenantId(exchange.id()), exchange.version()),
                removed -> Answer.nothing());
    }

    private static Answer shown(int status, TenantView tenant) {
        return Answer.json(status, tenant).version(tenant.version());
    }
}
