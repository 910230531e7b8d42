package org.tenantry.gateway.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Ids;
import org.tenantry.gateway.agents.Observations;
import org.tenantry.gateway.agents.Sessions;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.routes.RouteKeeper;
import org.tenantry.gateway.scheduler.Candidate;
import org.tenantry.gateway.scheduler.Demand;
import org.tenantry.gateway.scheduler.Overcommit;
import org.tenantry.gateway.scheduler.Scheduler;
import org.tenantry.gateway.store.Lease;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Store;

/**
 * The control plane's loop: follows the store's changes, and on the leader compares what is desired with what is observed
 * and writes what follows. A pass looks at the whole; signals only make it come sooner, and a lost one costs an interval.
 */
public final class Reconciler implements AutoCloseable {
    /** What one pass writes may make more to do; after so many rounds the next pass goes on. */
    private static final int MOST_ROUNDS = 8;

    private final Surroundings around;
    private final Leadership leadership;
    private final Planner planner = new Planner(new Scheduler(Overcommit.DEFAULT));
    private final Writer writer;
    private final ControlLoop loop;
    private volatile boolean leads;

    /** What the loop looks at and writes to. */
    public record Surroundings(
            Store store,
            Desired desired,
            Observations observations,
            Sessions sessions,
            RouteKeeper routes,
            Presence presence,
            InstantSource clock,
            Ids ids,
            Duration hostsReserved) {}

    private Reconciler(Surroundings around, String gateway, Duration leaseTimeToLive) {
        this.around = around;
        this.leadership = new Leadership(around.store(), gateway, leaseTimeToLive);
        this.writer = new Writer(around.store(), around.clock(), around.ids(), around.hostsReserved());
        this.loop = ControlLoop.of("reconcile", leaseTimeToLive.dividedBy(4), this::pass);
    }

    /** Starts the loop; its first pass comes at once. */
    public static Reconciler start(Surroundings around, String gateway, Duration leaseTimeToLive) {
        Reconciler reconciler = new Reconciler(around, gateway, leaseTimeToLive);
        around.store().onCommit(reconciler::signal);
        around.observations().listen((node, instances) -> reconciler.signal());
        around.sessions().listen(reconciler::signal);
        reconciler.loop.begin();
        return reconciler;
    }

    /** Makes the next pass come at once. */
    public void signal() {
        loop.signal();
    }

    /** Whether this gateway decided in its last pass. */
    public boolean leads() {
        return leads;
    }

    /** Ends the loop and gives the lease back. */
    @Override
    public void close() {
        loop.close();
        leadership.close();
    }

    private void pass() {
        boolean decided = false;
        try {
            around.desired().catchUp();
            Optional<Lease> lease = leadership.current();
            lease.ifPresent(this::decide);
            decided = lease.isPresent();
        } catch (TenantryException refused) {
            leadership.lost();
            if (refused.code() != ErrorCode.STALE_TERM) {
                throw refused;
            }
        } finally {
            leads = decided;
        }
    }

    private void decide(Lease lease) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Action> actions = planner.plan(world());
            if (actions.isEmpty()) {
                return;
            }
            writer.write(lease, actions);
            if (!around.desired().catchUp()) {
                // Nothing came of it, and nothing else would now: the interval brings the next attempt.
                return;
            }
        }
        signal();
    }

    private World world() {
        Desired desired = around.desired();
        Collection<DesiredInstance> instances = desired.all();
        Collection<OperationRow> operations = desired.operations();
        return new World(
                around.clock().instant(),
                withHistory(instances, operations),
                List.copyOf(operations),
                candidates(instances),
                around.observations()::of,
                around.routes()::answers,
                around.presence().appliedEverywhere());
    }

    /** Adds what is history but for an operation that has not heard of it yet. */
    private List<DesiredInstance> withHistory(
            Collection<DesiredInstance> instances, Collection<OperationRow> operations) {
        Set<InstanceId> known = new HashSet<>();
        instances.forEach(instance -> known.add(instance.id()));
        List<DesiredInstance> all = new ArrayList<>(instances);
        operations.stream()
                .map(OperationRow::instance)
                .filter(known::add)
                .flatMap(id -> around.desired().history(id).stream())
                .forEach(all::add);
        return all;
    }

    private List<Candidate> candidates(Collection<DesiredInstance> instances) {
        Map<NodeId, Demand> taken = new HashMap<>();
        Map<NodeId, Integer> counts = new HashMap<>();
        for (DesiredInstance instance : instances) {
            instance.placement().ifPresent(placement -> {
                taken.merge(placement.node(), instance.demand(), Demand::plus);
                counts.merge(placement.node(), 1, Integer::sum);
            });
        }
        return around.desired().nodes().stream()
                .map(node -> candidate(node, taken, counts))
                .toList();
    }

    private Candidate candidate(NodeRow node, Map<NodeId, Demand> taken, Map<NodeId, Integer> counts) {
        return new Candidate(
                node.id(),
                node.name(),
                around.sessions().live(node.id()),
                node.cordoned(),
                new Demand(node.facts().memoryBytes(), node.facts().cores() * 1000L),
                taken.getOrDefault(node.id(), Demand.NONE),
                counts.getOrDefault(node.id(), 0));
    }
}
