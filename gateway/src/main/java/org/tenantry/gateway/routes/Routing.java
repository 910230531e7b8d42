package org.tenantry.gateway.routes;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.gateway.edge.Availability;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.store.PlacementRow;

/** Decides what an instance's hosts lead to. Pure. */
final class Routing {
    private Routing() {}

    /**
     * Where requests for the instance go now; empty where its hosts lead nowhere.
     *
     * @param report what the agent of the node that it is placed on last said; empty where nothing was heard of it
     * @param heardAll whether everything on that node was heard since this gateway started
     * @param current what its hosts lead to until now
     */
    static Optional<Availability> of(
            DesiredInstance instance,
            Optional<InstanceReport> report,
            boolean heardAll,
            Optional<Availability> current) {
        return switch (instance.row().goal()) {
            case ABSENT -> Optional.empty();
            case STOPPED -> Optional.of(new Availability.Away(Availability.Reason.STOPPED));
            case SLEEPING -> Optional.of(new Availability.Away(Availability.Reason.SLEEPING));
            case RUNNING -> Optional.of(running(instance, report, heardAll, current));
        };
    }

    private static Availability running(
            DesiredInstance instance,
            Optional<InstanceReport> report,
            boolean heardAll,
            Optional<Availability> current) {
        List<Endpoint> endpoints = instance.placement()
                .map(placement -> endpoints(placement, report))
                .orElse(List.of());
        if (!endpoints.isEmpty()) {
            return new Availability.Serving(endpoints);
        }
        // After a restart of the gateway the last routes are as good as any until the agent has told everything.
        if (!heardAll && current.orElse(null) instanceof Availability.Serving serving) {
            return serving;
        }
        // What has answered before comes back in a moment, if it comes back: a container that is restarted fails no
        // request.
        return current.filter(Routing::wasThere).isPresent()
                ? new Availability.Holding(Availability.Reason.STARTING)
                : new Availability.Away(Availability.Reason.STARTING);
    }

    private static boolean wasThere(Availability current) {
        return switch (current) {
            case Availability.Serving serving -> true;
            case Availability.Holding holding -> true;
            case Availability.Away away -> false;
        };
    }

    /** Endpoints count only from the node and the term of the current placement. */
    private static List<Endpoint> endpoints(PlacementRow placement, Optional<InstanceReport> report) {
        return report.stream()
                .flatMap(seen -> seen.replicas().stream())
                .map(ReplicaReport::endpoint)
                .flatMap(Optional::stream)
                .filter(endpoint -> endpoint.node().equals(placement.node())
                        && endpoint.term().equals(placement.term())
                        && endpoint.instance().equals(placement.instance()))
                .toList();
    }
}
