package org.tenantry.gateway.agents;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Load;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.Report;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.DesiredInstance;

/**
 * Which agents have a session, with this gateway or another. Gateways tell each other over the bus; a gateway that falls
 * silent for two times to live takes its sessions with it.
 */
public final class Sessions implements AutoCloseable {
    private final Vertx vertx;
    private final Bus bus;
    private final String gateway;
    private final Duration timeToLive;
    private final Observations observations;
    private final Loads loads;
    private final Map<NodeId, Session> here = new ConcurrentHashMap<>();
    private final Map<String, Elsewhere> elsewhere = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new java.util.concurrent.CopyOnWriteArrayList<>();
    private long timer;

    /** What another gateway last told, and when, on this process's monotonic clock. */
    private record Elsewhere(Set<NodeId> nodes, long heardNanos) {}

    private Sessions(
            Vertx vertx, Bus bus, String gateway, Duration timeToLive, Observations observations, Loads loads) {
        this.vertx = vertx;
        this.bus = bus;
        this.gateway = gateway;
        this.timeToLive = timeToLive;
        this.observations = observations;
        this.loads = loads;
    }

    /**
     * Begins to listen to the other gateways and asks them for all that they know.
     *
     * @param here what is under way to an endpoint through this gateway
     */
    public static Sessions start(
            Vertx vertx,
            Bus bus,
            String gateway,
            Duration timeToLive,
            Observations observations,
            Desired desired,
            Function<Endpoint, CompletionStage<Load>> here) {
        Loads loads = new Loads(bus, here);
        Sessions sessions = new Sessions(vertx, bus, gateway, timeToLive, observations, loads);
        loads.serve(gateway);
        bus.subscribe(GatewayNews.ATTACHED, sessions::heard);
        bus.subscribe(GatewayNews.OBSERVED, sessions::heard);
        bus.subscribe(GatewayNews.ALL_WANTED, ignored -> sessions.tellAll());
        sessions.timer = vertx.setPeriodic(timeToLive.toMillis() / 3, ignored -> sessions.tell(Optional.empty()));
        desired.listen((instances, position) -> sessions.ordersChanged(desired, instances));
        bus.publish(GatewayNews.ALL_WANTED, new Nothing());
        return sessions;
    }

    /** Called whenever a session began or ended anywhere. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether the node's agent has a session with any gateway. */
    public boolean live(NodeId node) {
        return here.containsKey(node)
                || elsewhere().anyMatch(other -> other.nodes().contains(node));
    }

    /** What is under way to an endpoint, through all gateways that live. */
    Future<Load> load(Endpoint endpoint) {
        return loads.of(endpoint, others());
    }

    /** The way to the node's relay, wherever its session is. */
    public Future<Registration.RelayAddress> relay(NodeId node) {
        return bus.call(GatewayNews.RELAY, node.value(), new Nothing());
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        List.copyOf(here.values()).forEach(Session::close);
    }

    Duration timeToLive() {
        return timeToLive;
    }

    /** A session began here; one that the node had before is over. */
    void attach(Session session) {
        Session former = here.put(session.node(), session);
        if (former != null) {
            former.close();
        }
        tell(Optional.of(session.node()));
        listeners.forEach(Runnable::run);
    }

    /** A session ended here. */
    void detach(Session session) {
        if (here.remove(session.node(), session)) {
            tell(Optional.empty());
            listeners.forEach(Runnable::run);
        }
    }

    /** A report came over a session here; false where something before it was missed. */
    boolean reported(NodeId node, Report report) {
        boolean complete = observations.heard(node, report);
        bus.publish(GatewayNews.OBSERVED, new GatewayNews.Observed(gateway, node, report));
        return complete;
    }

    /** Serves the way to the node's relay as long as its session is here. */
    Bus.Registration serveRelay(NodeId node, Registration.RelayAddress relay) {
        return bus.serve(GatewayNews.RELAY, node.value(), ignored -> Future.succeededFuture(relay));
    }

    private Stream<Elsewhere> elsewhere() {
        return elsewhere.values().stream().filter(this::lives);
    }

    private List<String> others() {
        return elsewhere.entrySet().stream()
                .filter(other -> lives(other.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean lives(Elsewhere other) {
        return System.nanoTime() - other.heardNanos() < 2 * timeToLive.toNanos();
    }

    private void heard(GatewayNews.Attached attached) {
        if (attached.gateway().equals(gateway)) {
            return;
        }
        Elsewhere now = new Elsewhere(Set.copyOf(attached.nodes()), System.nanoTime());
        Elsewhere before = elsewhere.put(attached.gateway(), now);
        attached.fresh().map(here::get).ifPresent(Session::close);
        if (before == null || !before.nodes().equals(now.nodes())) {
            listeners.forEach(Runnable::run);
        }
    }

    private void heard(GatewayNews.Observed observed) {
        boolean own = observed.gateway().equals(gateway);
        if (!own && !observations.heard(observed.node(), observed.report())) {
            bus.publish(GatewayNews.ALL_WANTED, new Nothing());
        }
    }

    private void tell(Optional<NodeId> fresh) {
        bus.publish(GatewayNews.ATTACHED, new GatewayNews.Attached(gateway, List.copyOf(here.keySet()), fresh));
    }

    private void tellAll() {
        tell(Optional.empty());
        for (NodeId node : here.keySet()) {
            NodeSight sight = observations.sight(node);
            // One with a gap is no whole: its agent is asked for everything already, and everybody hears that.
            sight.boot().filter(boot -> sight.complete()).ifPresent(boot -> tellWhole(node, boot, sight));
        }
    }

    private void tellWhole(NodeId node, BootId boot, NodeSight sight) {
        Report.whole(boot, sight.sequence(), List.copyOf(sight.instances().values()))
                .forEach(part -> bus.publish(GatewayNews.OBSERVED, new GatewayNews.Observed(gateway, node, part)));
    }

    private void ordersChanged(Desired desired, Set<InstanceId> instances) {
        if (here.isEmpty()) {
            return;
        }
        Set<NodeId> nodes = instances.stream()
                .flatMap(id -> desired.of(id).stream())
                .map(DesiredInstance::holdings)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        nodes.stream().map(here::get).filter(java.util.Objects::nonNull).forEach(Session::ordersChanged);
    }
}
