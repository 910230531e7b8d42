package org.tenantry.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.protocol.Ids;
import org.tenantry.gateway.agents.Observations;
import org.tenantry.gateway.agents.Sessions;
import org.tenantry.gateway.api.Api;
import org.tenantry.gateway.api.ApiSettings;
import org.tenantry.gateway.api.Readiness;
import org.tenantry.gateway.api.UseCases;
import org.tenantry.gateway.audit.Repetitions;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.RouteTable;
import org.tenantry.gateway.edge.RouteTraffic;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.instances.Addresses;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.instances.Making;
import org.tenantry.gateway.instances.Seen;
import org.tenantry.gateway.instances.Streams;
import org.tenantry.gateway.instances.Traffic;
import org.tenantry.gateway.nodes.Nodes;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.reconcile.Reconciler;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.PlacementRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.templates.Templates;
import org.tenantry.gateway.tenants.Tenants;
import org.tenantry.gateway.tokens.Tokens;

/** Puts the admin API's use cases together and serves them. */
final class AdminApi {
    private AdminApi() {}

    /** What the API stands on. */
    record Parts(
            Store store,
            Desired desired,
            Observations observations,
            Sessions sessions,
            Reconciler reconciler,
            Events events,
            Edge edge,
            RouteTable routes,
            Streams streams,
            SecureRandom random,
            InstantSource clock) {}

    static Future<Api> start(GatewaySettings settings, Vertx vertx, Parts parts) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Measures.register(meters, parts);
        Map<String, String> version = Map.of(
                "version", Version.text(),
                "cluster", parts.store().cluster().value(),
                "gateway", settings.name());
        ApiSettings api = new ApiSettings(
                settings.listen(),
                settings.apiPort(),
                version,
                () -> readiness(parts),
                meters,
                new Ids(parts.random()));
        return Api.start(vertx, api, useCases(settings, parts));
    }

    private static UseCases useCases(GatewaySettings settings, Parts parts) {
        Store store = parts.store();
        Trail trail = new Trail(parts.clock());
        Making making = Making.of(parts.random(), parts.clock());
        int port = settings.publicPort().orElseGet(() -> parts.edge().port());
        Addresses addresses = new Addresses(settings.domain(), port);
        return new UseCases(
                new Tenants(store, trail, making.ids(), parts.clock()),
                new Templates(store, trail, parts.clock()),
                Instances.of(store, making, addresses, id -> seen(parts, id)),
                new Operations(store),
                new Nodes(store, parts.sessions()::live),
                new Tokens(store, trail, parts.random(), parts.clock()),
                parts.events(),
                new Repetitions(store, parts.clock()),
                parts.streams());
    }

    /** What is seen of an instance counts only from the node and term of its placement. */
    private static Seen seen(Parts parts, InstanceId id) {
        Optional<PlacementRow> placement = parts.desired().of(id).flatMap(DesiredInstance::placement);
        Optional<InstanceReport> report = placement.flatMap(placed -> parts.observations()
                .of(placed.node(), id)
                .filter(seen -> seen.term().equals(placed.term())));
        Optional<NodeName> node =
                placement.flatMap(placed -> parts.desired().node(placed.node())).map(NodeRow::name);
        return new Seen(
                node,
                Observed.of(report),
                report.map(InstanceReport::replicas).orElse(List.of()),
                traffic(parts.routes().traffic(id)));
    }

    private static Traffic traffic(RouteTraffic counted) {
        return new Traffic(
                counted.requests(),
                counted.bytesIn(),
                counted.bytesOut(),
                counted.openStreams(),
                counted.lastActivity());
    }

    private static Readiness readiness(Parts parts) {
        boolean store;
        try {
            store = parts.store().read(reading -> reading.position()) >= 0;
        } catch (RuntimeException away) {
            store = false;
        }
        long nodes = parts.desired().nodes().stream()
                .filter(node -> parts.sessions().live(node.id()))
                .count();
        return new Readiness(
                store,
                Map.of(
                        "store", store ? "ok" : "away",
                        "leader", parts.reconciler().leads() ? "this gateway" : "another gateway, or none",
                        "nodes", String.valueOf(nodes)));
    }
}
