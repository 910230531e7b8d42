package org.tenantry.gateway.agents;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.bus.Line;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Load;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.AssignmentRequest;
import org.tenantry.common.protocol.Beat;
import org.tenantry.common.protocol.LoadRequest;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.OrdersRequest;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.Report;
import org.tenantry.common.protocol.SessionId;

/**
 * One agent's live connection to this gateway. Who it is was proven by its credential before this began; nothing in a
 * message can make it another. It ends with the line, when no beat came for a time to live, and whenever anything is in
 * doubt: the agent then begins a new one.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Vertx vertx;
    private final NodeId node;
    private final SessionId id;
    private final Line line;
    private final Sessions sessions;
    private final NodeOrders orders;
    private final Observations observations;
    private volatile Told told = Told.NOTHING;
    private volatile boolean registered;
    private boolean registering;
    private boolean over;
    private volatile long lastHeardNanos = System.nanoTime();
    private Optional<Bus.Registration> relay = Optional.empty();
    private long watch;

    Session(
            Vertx vertx,
            NodeId node,
            SessionId id,
            Line line,
            Sessions sessions,
            NodeOrders orders,
            Observations observations) {
        this.vertx = vertx;
        this.node = node;
        this.id = id;
        this.line = line;
        this.sessions = sessions;
        this.orders = orders;
        this.observations = observations;
    }

    NodeId node() {
        return node;
    }

    /** Begins to answer; on the line's event loop. */
    void open() {
        line.serve(AgentCalls.REGISTER, this::register);
        line.serve(AgentCalls.BEAT, beat -> registered(() -> Future.succeededFuture(beat(beat))));
        line.serve(AgentCalls.REPORT, report -> registered(() -> Future.succeededFuture(report(report))));
        line.serve(AgentCalls.ORDERS, request -> registered(() -> orders(request)));
        line.serve(AgentCalls.ASSIGNMENT, request -> registered(() -> assignment(request)));
        line.serve(AgentCalls.LOAD, request -> registered(() -> load(request)));
        watch = vertx.setPeriodic(Math.max(1, sessions.timeToLive().toMillis() / 4), ignored -> watch());
        line.open(this::ended);
    }

    /** Tells the agent to ask for its orders; lost, it costs a beat. */
    void ordersChanged() {
        if (registered) {
            line.tell(AgentCalls.ORDERS_CHANGED, new Nothing());
        }
    }

    void close() {
        line.close();
    }

    private Future<Registration.Registered> register(Registration registration) {
        OptionalInt protocol = registration.protocols().common(ProtocolRange.SPOKEN);
        if (protocol.isEmpty()) {
            return Future.failedFuture(TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "protocols",
                    registration.protocols().oldest() + " to "
                            + registration.protocols().newest(),
                    ProtocolRange.SPOKEN.oldest() + " to " + ProtocolRange.SPOKEN.newest()));
        }
        if (!firstTime()) {
            return Future.failedFuture(
                    TenantryException.of(ErrorCode.CONFLICT, "agent.register comes once on each line"));
        }
        return Blocking.call("register " + node, () -> orders.register(node, registration))
                .map(first -> {
                    told = first;
                    begin(registration);
                    return new Registration.Registered(
                            id, protocol.getAsInt(), sessions.timeToLive(), orders.current(node, first));
                });
    }

    private synchronized boolean firstTime() {
        boolean first = !registering;
        registering = true;
        return first;
    }

    /** Registering takes its time on another thread: a line that was closed meanwhile gets no session. */
    private void begin(Registration registration) {
        synchronized (this) {
            if (over) {
                throw TenantryException.of(ErrorCode.UNAVAILABLE, "the line was closed while the agent registered");
            }
            lastHeardNanos = System.nanoTime();
            relay = Optional.of(sessions.serveRelay(node, registration.relay()));
            registered = true;
        }
        LOG.info("{}: session {} begins", node, id);
        sessions.attach(this);
        if (!registered) {
            sessions.detach(this);
        }
    }

    private <T> Future<T> registered(java.util.function.Supplier<Future<T>> then) {
        lastHeardNanos = System.nanoTime();
        return registered
                ? then.get()
                : Future.failedFuture(
                        TenantryException.of(ErrorCode.CONFLICT, "the first call has to be agent.register"));
    }

    private Beat.Heard beat(Beat beat) {
        boolean upToDate = observations.sight(node).isUpTo(beat.boot(), beat.sequence());
        boolean sameOrders = orders.current(node, told).digest().equals(beat.orders());
        return new Beat.Heard(!upToDate, !sameOrders);
    }

    private Report.Receipt report(Report report) {
        return new Report.Receipt(!sessions.reported(node, report));
    }

    private Future<Orders> orders(OrdersRequest request) {
        return Blocking.call("orders " + node, () -> orders.told(request.held()))
                .map(now -> {
                    told = now;
                    return orders.current(node, now);
                });
    }

    private Future<Assignment> assignment(AssignmentRequest request) {
        return Blocking.call("assignment " + node, () -> orders.assignment(node, request.instance()));
    }

    /** Only of its own: what others do is not its business. */
    private Future<Load> load(LoadRequest request) {
        NodeId asked = request.endpoint().node();
        return asked.equals(node)
                ? sessions.load(request.endpoint())
                : Future.failedFuture(TenantryException.invalid("node", asked.value(), node.value()));
    }

    private void watch() {
        if (System.nanoTime() - lastHeardNanos > sessions.timeToLive().toNanos()) {
            LOG.warn(
                    "{}: session {} ends: no beat for {} ms",
                    node,
                    id,
                    sessions.timeToLive().toMillis());
            line.close();
            ended();
        }
    }

    private void ended() {
        vertx.cancelTimer(watch);
        boolean had;
        synchronized (this) {
            over = true;
            had = registered;
            registered = false;
            relay.ifPresent(Bus.Registration::close);
            relay = Optional.empty();
        }
        if (had) {
            LOG.info("{}: session {} is over", node, id);
            sessions.detach(this);
        }
    }
}
