package org.tenantry.gateway.routes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.Load;
import org.tenantry.gateway.agents.Observations;
import org.tenantry.gateway.edge.Availability;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.Route;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.RouteSnapshot;
import org.tenantry.gateway.edge.RouteTable;
import org.tenantry.gateway.edge.Rulebook;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.store.HostRow;

/**
 * Keeps the edge's route table as the store and the agents have it: one changed instance costs work for one instance. A
 * snapshot on disk lets the edge serve at once after a restart, before store and agents were heard.
 */
public final class RouteKeeper implements AutoCloseable {
    private final RouteTable table;
    private final Rulebook rules;
    private final Desired desired;
    private final Observations observations;
    private final Path snapshot;
    private final Map<InstanceId, Set<CanonicalHost>> hosts = new HashMap<>();
    private volatile long applied;
    private final ControlLoop saver;

    private RouteKeeper(RouteTable table, Rulebook rules, Desired desired, Observations observations, Path snapshot) {
        this.table = table;
        this.rules = rules;
        this.desired = desired;
        this.observations = observations;
        this.snapshot = snapshot;
        this.saver = ControlLoop.of("route snapshot", Duration.ofMinutes(1), this::save);
    }

    /**
     * Takes over a table, filled from the snapshot where there is one, and keeps it.
     *
     * @param rules of each route, by what its template asks for
     */
    public static RouteKeeper start(
            RouteTable table, Rulebook rules, Desired desired, Observations observations, Path snapshot) {
        RouteKeeper keeper = new RouteKeeper(table, rules, desired, observations, snapshot);
        desired.listen(keeper::desiredChanged);
        observations.listen((node, instances) -> keeper.keep(instances));
        keeper.adopt();
        keeper.saver.begin();
        return keeper;
    }

    /** The position in the change feed that the table has reached. */
    public long applied() {
        return applied;
    }

    /** Whether every host of the instance leads to an endpoint of it. */
    public boolean answers(InstanceId id) {
        return desired.of(id)
                .filter(instance -> instance.hosts().stream().allMatch(this::serves))
                .isPresent();
    }

    /**
     * What is under way to an endpoint through an edge that serves this table. More may be sent there as long as its agent's
     * last report names it, or a host leads there.
     */
    public CompletableFuture<Load> load(Endpoint endpoint, Edge edge) {
        boolean named;
        Set<CanonicalHost> leading;
        synchronized (this) {
            named = isNamed(endpoint);
            leading = Set.copyOf(hosts.getOrDefault(endpoint.instance(), Set.of()));
        }
        Load more = named ? Load.UNKNOWN : Load.NONE;
        return edge.load(endpoint, leading).thenApply(more::plus);
    }

    private boolean isNamed(Endpoint endpoint) {
        return observations.of(endpoint.node(), endpoint.instance()).stream()
                .flatMap(report -> report.replicas().stream())
                .anyMatch(replica -> replica.endpoint().equals(Optional.of(endpoint)));
    }

    @Override
    public void close() {
        saver.close();
        save();
    }

    private boolean serves(HostRow host) {
        return table.find(host.host())
                .filter(route -> route.instance().equals(host.instance())
                        && route.availability() instanceof Availability.Serving)
                .isPresent();
    }

    private void desiredChanged(Set<InstanceId> instances, long position) {
        keep(instances);
        applied = position;
    }

    private void keep(Set<InstanceId> instances) {
        instances.forEach(this::keep);
        saver.signal();
    }

    /**
     * One instance at a time: desired state and reports change on different threads. What is desired is read under the lock,
     * so that nobody puts back what another dropped meanwhile.
     */
    private synchronized void keep(InstanceId id) {
        desired.of(id).ifPresentOrElse(this::keep, () -> drop(id));
    }

    private void keep(DesiredInstance instance) {
        Optional<InstanceReport> report =
                instance.placement().flatMap(placement -> observations.of(placement.node(), instance.id()));
        boolean heardAll = instance.placement()
                .filter(placement -> observations.complete(placement.node()))
                .isPresent();
        Optional<Availability> current = current(instance.id());
        Optional<Availability> next = Routing.of(instance, report, heardAll, current);
        RouteRules own = rules.of(instance.rules());
        Set<CanonicalHost> wanted = new HashSet<>();
        next.ifPresent(availability -> instance.hosts().stream()
                .filter(host -> host.releasedAt().isEmpty())
                .forEach(host -> {
                    wanted.add(host.host());
                    put(new Route(host.host(), instance.id(), instance.row().tenant(), availability, own));
                }));
        Set<CanonicalHost> former = hosts.put(instance.id(), wanted);
        if (former != null) {
            former.stream().filter(host -> !wanted.contains(host)).forEach(host -> table.remove(host, instance.id()));
        }
    }

    private void put(Route route) {
        if (!table.find(route.host()).equals(Optional.of(route))) {
            table.put(route);
        }
    }

    private Optional<Availability> current(InstanceId id) {
        return hosts.getOrDefault(id, Set.of()).stream()
                .flatMap(host -> table.find(host).stream())
                .filter(route -> route.instance().equals(id))
                .map(Route::availability)
                .findFirst();
    }

    private void drop(InstanceId id) {
        Set<CanonicalHost> former = hosts.remove(id);
        if (former != null) {
            former.forEach(host -> table.remove(host, id));
        }
        table.forget(id);
    }

    /** A snapshot may be older than the store: what the store doesn't know any more leads nowhere. */
    private void adopt() {
        for (Route route : table.all()) {
            hosts.computeIfAbsent(route.instance(), id -> new HashSet<>()).add(route.host());
        }
        Set.copyOf(hosts.keySet()).stream()
                .filter(id -> desired.of(id).isEmpty())
                .forEach(this::drop);
        keep(desired.ids());
        applied = desired.position();
    }

    private void save() {
        RouteSnapshot.save(snapshot, table.all());
    }
}
