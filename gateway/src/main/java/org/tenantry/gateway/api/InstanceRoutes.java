package org.tenantry.gateway.api;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.api.ApiRoute.Takes;
import org.tenantry.gateway.instances.InstanceChange;
import org.tenantry.gateway.instances.InstanceFilter;
import org.tenantry.gateway.instances.InstanceView;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.instances.NewInstance;
import org.tenantry.gateway.instances.Ordered;
import org.tenantry.gateway.tenants.Tenants;

/** Instances over HTTP. What takes long answers 202 with the operation that is at it. */
final class InstanceRoutes {
    private final Instances instances;
    private final Tenants tenants;

    InstanceRoutes(Instances instances, Tenants tenants) {
        this.instances = instances;
        this.tenants = tenants;
    }

    List<ApiRoute> routes() {
        TenantOf named = new TenantOf.Named("instance", instances::locate);
        return List.of(
                ApiRoute.get("/instances")
                        .needs(Permission.INSTANCE_READ)
                        .about(new TenantOf.Scope())
                        .query(
                                "limit",
                                "after",
                                "tenant",
                                "label",
                                "goal",
                                "observed",
                                "template",
                                "locked",
                                "removed",
                                "text")
                        .answers(this::page),
                ApiRoute.post("/instances")
                        .needs(Permission.INSTANCE_WRITE)
                        .about(new TenantOf.InBody(tenants::locate))
                        .accepts(Takes.BODY, Takes.KEY)
                        .answers(this::create),
                ApiRoute.get("/instances/{instance}")
                        .needs(Permission.INSTANCE_READ)
                        .about(named)
                        .answers(exchange -> shown(instances.view(new InstanceId(exchange.id())))),
                ApiRoute.patch("/instances/{instance}")
                        .needs(Permission.INSTANCE_WRITE)
                        .about(named)
                        .query("dryRun")
                        .accepts(Takes.BODY, Takes.KEY, Takes.VERSION)
                        .answers(this::change),
                order(ApiRoute.post("/instances/{instance}/start"), named, instances::start),
                order(ApiRoute.post("/instances/{instance}/stop"), named, instances::stop),
                order(ApiRoute.post("/instances/{instance}/restore"), named, instances::restore),
                ApiRoute.delete("/instances/{instance}")
                        .needs(Permission.INSTANCE_WRITE)
                        .about(named)
                        .query("now")
                        .accepts(Takes.KEY, Takes.VERSION)
                        .answers(this::remove),
                ApiRoute.post("/instances/{instance}/lock")
                        .needs(Permission.INSTANCE_LOCK)
                        .about(named)
                        .accepts(Takes.BODY, Takes.KEY, Takes.VERSION)
                        .answers(this::lock),
                ApiRoute.post("/instances/{instance}/unlock")
                        .needs(Permission.INSTANCE_LOCK)
                        .about(named)
                        .accepts(Takes.KEY, Takes.VERSION)
                        .answers(this::unlock));
    }

    private Answer page(Exchange exchange) {
        return Answer.page(
                instances.page(Scopes.narrowed(exchange, tenants), filter(exchange), exchange.page()), exchange);
    }

    private static InstanceFilter filter(Exchange exchange) {
        return new InstanceFilter(
                exchange.query("label").map(InstanceFilter::labels).orElse(Map.of()),
                exchange.query("goal").map(text -> Fields.parsed("goal", text, Goal::parse)),
                exchange.query("observed").map(text -> Fields.parsed("observed", text, Observed::parse)),
                exchange.query("template").map(text -> Fields.parsed("template", text, InstanceRoutes::template)),
                exchange.optionalFlag("locked"),
                exchange.optionalFlag("removed"),
                exchange.query("text"));
    }

    private Answer create(Exchange exchange) {
        Fields fields = exchange.body();
        fields.optionalText("tenant");
        NewInstance ordered = new NewInstance(
                new TenantId(exchange.subject().map(Subject::id).orElseThrow()),
                fields.value("name", InstanceName::new),
                fields.value("template", InstanceRoutes::template),
                fields.textMap("parameters"),
                fields.values("hosts", CanonicalHost::ofPerson),
                new TreeMap<>(fields.textMap("labels")));
        fields.finish();
        return exchange.change(Ordered.class, caller -> instances.create(caller, ordered), InstanceRoutes::accepted);
    }

    private Answer change(Exchange exchange) {
        Fields fields = exchange.body();
        InstanceChange change = new InstanceChange(
                fields.textPatch("parameters"),
                fields.numberPatch("scale"),
                fields.patchedValues("hosts", CanonicalHost::ofPerson),
                fields.textPatch("labels"),
                fields.patchedText("note"),
                fields.patchedValue("template", InstanceRoutes::template),
                fields.patchedValue("name", InstanceName::new));
        fields.finish();
        InstanceId id = new InstanceId(exchange.id());
        return exchange.flag("dryRun")
                ? Answer.ok(instances.preview(id, exchange.version(), change))
                : exchange.change(
                        Ordered.class,
                        caller -> instances.change(caller, id, exchange.version(), change),
                        InstanceRoutes::accepted);
    }

    private Answer remove(Exchange exchange) {
        InstanceId id = new InstanceId(exchange.id());
        boolean now = exchange.flag("now");
        return exchange.change(
                Ordered.class,
                caller -> instances.remove(caller, id, exchange.version(), now),
                InstanceRoutes::accepted);
    }

    private Answer lock(Exchange exchange) {
        Fields fields = exchange.body();
        String reason = fields.text("reason");
        fields.finish();
        InstanceId id = new InstanceId(exchange.id());
        return exchange.change(
                InstanceView.class,
                caller -> instances.lock(caller, id, exchange.version(), reason),
                InstanceRoutes::shown);
    }

    private Answer unlock(Exchange exchange) {
        InstanceId id = new InstanceId(exchange.id());
        return exchange.change(
                InstanceView.class, caller -> instances.unlock(caller, id, exchange.version()), InstanceRoutes::shown);
    }

    private static ApiRoute order(ApiRoute route, TenantOf named, Order order) {
        return route.needs(Permission.INSTANCE_WRITE)
                .about(named)
                .accepts(Takes.KEY, Takes.VERSION)
                .answers(exchange -> exchange.change(
                        Ordered.class,
                        caller -> order.give(caller, new InstanceId(exchange.id()), exchange.version()),
                        InstanceRoutes::accepted));
    }

    private static Answer accepted(Ordered ordered) {
        return Answer.json(202, ordered)
                .version(ordered.instance().version())
                .with(
                        "Location",
                        Api.BASE + "/operations/" + ordered.operation().id());
    }

    private static Answer shown(InstanceView instance) {
        return Answer.ok(instance).version(instance.version());
    }

    private static String template(String text) {
        return text.indexOf('@') < 0
                ? new TemplateName(text).value()
                : TemplateRef.parse(text).toString();
    }

    /** Start, stop, restore. */
    @FunctionalInterface
    private interface Order {
        Ordered give(Caller caller, InstanceId id, OptionalLong version);
    }
}
