package org.tenantry.gateway.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.api.ApiRoute.Takes;
import org.tenantry.gateway.templates.TemplateText;
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
                        .accepts(Takes.FILES, Takes.KEY)
                        .answers(this::add),
                ApiRoute.post("/templates/check")
                        .needs(Permission.TEMPLATE_WRITE)
                        .about(cluster)
                        .accepts(Takes.FILES)
                        .answers(this::check),
                ApiRoute.get("/templates/{template}")
                        .needs(Permission.TEMPLATE_READ)
                        .about(cluster)
                        .answers(exchange -> Answer.ok(templates.view(exchange.parameter("template")))),
                ApiRoute.get("/templates/{template}/diff")
                        .needs(Permission.TEMPLATE_READ)
                        .about(cluster)
                        .query("to")
                        .answers(this::diff),
                ApiRoute.delete("/templates/{template}")
                        .needs(Permission.TEMPLATE_WRITE)
                        .about(cluster)
                        .accepts(Takes.KEY)
                        .answers(this::remove));
    }

    private Answer add(Exchange exchange) {
        TemplateText text = text(exchange);
        return exchange.change(
                TemplateView.class,
                caller -> templates.add(caller, text),
                added -> Answer.json(201, added).with("Location", Api.BASE + "/templates/" + added.template()));
    }

    private Answer check(Exchange exchange) {
        TemplateText text = text(exchange);
        return Answer.ok(CheckView.of(templates.check(text)));
    }

    private static TemplateText text(Exchange exchange) {
        Fields fields = exchange.body();
        String manifest = fields.text("manifest");
        String compose = fields.text("compose");
        Map<String, String> files = fields.textMap("files");
        Set<String> executables = Set.copyOf(fields.texts("executables"));
        fields.finish();
        return TemplateText.sent(manifest, compose, files, executables);
    }

    private Answer diff(Exchange exchange) {
        String other = exchange.query("to")
                .orElseThrow(() -> TenantryException.invalid("to", "", "a template, name@version or a name"));
        return Answer.ok(templates.diff(exchange.parameter("template"), other));
    }

    private Answer remove(Exchange exchange) {
        TemplateRef ref = Fields.parsed("template", exchange.parameter("template"), TemplateRef::parse);
        return exchange.change(
                TemplateView.class, caller -> templates.remove(caller, ref), removed -> Answer.nothing());
    }
}
