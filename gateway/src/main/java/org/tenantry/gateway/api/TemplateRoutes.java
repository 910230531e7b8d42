package org.tenantry.gateway.api;

import java.util.List;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.api.ApiRoute.Takes;
import org.tenantry.gateway.templates.TemplateView;
import org.tenantry.gateway.templates.Templates;

/** Templates over HTTP: everybody may read them, they belong to nobody. */
final class TemplateRoutes {
    private final Templates templates;

    TemplateRoutes(Templates templates) {
        this.templates = templates;
    }

    List<ApiRoute> routes() {
        TenantOf cluster = new TenantOf.Cluster();
        return List.of(
                ApiRoute.get("/templates")
                        .needs(Permission.TEMPLATE_READ)
                        .about(cluster)
                        .query("limit", "after")
                        .answers(exchange -> Answer.page(templates.page(exchange.page()), exchange)),
                ApiRoute.post("/templates")
                        .needs(Permission.TEMPLATE_WRITE)
                        .about(cluster)
                        .accepts(Takes.BODY, Takes.KEY)
                        .answers(this::add),
                ApiRoute.post("/templates/check")
                        .needs(Permission.TEMPLATE_WRITE)
                        .about(cluster)
                        .accepts(Takes.BODY)
                        .answers(this::check),
                ApiRoute.get("/templates/{template}")
                        .needs(Permission.TEMPLATE_READ)
                        .about(cluster)
                        .answers(exchange -> Answer.ok(templates.view(exchange.parameter("template")))),
                ApiRoute.delete("/templates/{template}")
                        .needs(Permission.TEMPLATE_WRITE)
                        .about(cluster)
                        .accepts(Takes.KEY)
                        .answers(this::remove));
    }

    private Answer add(Exchange exchange) {
        Fields fields = exchange.body();
        String manifest = fields.text("manifest");
        String compose = fields.text("compose");
        fields.finish();
        return exchange.change(
                TemplateView.class,
                caller -> templates.add(caller, manifest, compose),
                added -> Answer.json(201, added).with("Location", Api.BASE + "/templates/" + added.template()));
    }

    private Answer check(Exchange exchange) {
        Fields fields = exchange.body();
        String manifest = fields.text("manifest");
        String compose = fields.text("compose");
        fields.finish();
        return Answer.ok(CheckView.of(templates.check(manifest, compose)));
    }

    private Answer remove(Exchange exchange) {
        TemplateRef ref = Fields.parsed("template", exchange.parameter("template"), TemplateRef::parse);
        return exchange.change(
                TemplateView.class, caller -> templates.remove(caller, ref), removed -> Answer.nothing());
    }
}
