package org.tenantry.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.node.NodeName;
import org.tenantry.gateway.agents.Observations;
import org.tenantry.gateway.agents.Sessions;
import org.tenantry.gateway.api.Readiness;
import org.tenantry.gateway.api.UseCases;
import org.tenantry.gateway.audit.Audit;
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
import org.tenantry.gateway.templates.TemplateShelf;
import org.tenantry.gateway.templates.Templates;
import org.tenantry.gateway.tenants.Tenants;
import org.tenantry.gateway.tokens.Tokens;

/** Puts the admin API's use cases together and serves them. */
final class AdminApi {
    private AdminApi() {}

    /** What the API stands on, beside the ground. */
    record Parts(
            Store store,
            TemplateShelf shelf,
            Desired desired,
            Observations observations,
            Sessions sessions,
            Reconciler reconciler,
            Events events,
            Streams streams) {}

    static void serve(Ground ground, Seat seat, Parts parts) {
        seat.api().serve(useCases(ground, parts));
        Measures.ofControl(seat.meters(), parts);
    }

    private static UseCases useCases(Ground ground, Parts parts) {
        GatewaySettings settings = ground.settings();
        Store store = parts.store();
        Trail trail = new Trail(ground.clock());
        Making making = Making.of(ground.random(), ground.clock());
        Addresses addresses = addresses(settings, ground.edge());
        return new UseCases(
                new Tenants(store, trail, making.ids(), ground.clock()),
                new Templates(store, trail, ground.clock()),
                Instances.of(
                        store,
                        parts.shelf(),
                        making,
                        addresses,
                        settings.life().removeGrace(),
                        id -> seen(ground.routes(), parts, id)),
                new Operations(store),
                new Nodes(store, parts.sessions()::live),
                new Tokens(store, trail, ground.random(), ground.clock()),
                parts.events(),
                new Audit(store),
                new Repetitions(store, ground.clock()),
                parts.streams(),
                Map.of(
                        "version", Version.text(),
                        "cluster", store.cluster().value(),
                        "gateway", settings.name()),
                () -> readiness(parts));
    }

    /** People are sent where the edge wants to have them. */
    private static Addresses addresses(GatewaySettings settings, Edge edge) {
        return new Addresses(
                settings.domain(),
                settings.rules().https(),
                settings.publicPort().orElseGet(edge::port),
                settings.publicTlsPort().orElseGet(edge::tlsPort));
    }

    /** What is seen of an instance counts only from the node and term of its placement. */
    private static Seen seen(RouteTable routes, Parts parts, InstanceId id) {
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
                traffic(routes.traffic(id)));
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
