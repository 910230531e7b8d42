package org.tenantry.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.gateway.agents.AgentServer;
import org.tenantry.gateway.agents.Enrolments;
import org.tenantry.gateway.agents.GatewayNews;
import org.tenantry.gateway.agents.NodeOrders;
import org.tenantry.gateway.agents.Observations;
import org.tenantry.gateway.agents.RelayStreams;
import org.tenantry.gateway.agents.Sessions;
import org.tenantry.gateway.cluster.Membership;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.instances.Assignments;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.reconcile.Presence;
import org.tenantry.gateway.reconcile.Reconciler;
import org.tenantry.gateway.routes.RouteKeeper;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.templates.TemplateShelf;

/** Everything of a gateway that needs the store, put together. It is there as a whole or not at all. */
final class ControlPlane implements AutoCloseable {
    private final Ground ground;
    private final Seat seat;
    private final GatewaySettings settings;
    private final Parts parts = new Parts();

    private ControlPlane(Ground ground, Seat seat) {
        this.ground = ground;
        this.seat = seat;
        this.settings = ground.settings();
    }

    /**
     * Opens it and lets the API answer. Where anything is refused nothing of it is left open, and the same may be tried again
     * where the refusal may pass: {@code UNAVAILABLE} above all, the store being away.
     */
    static ControlPlane open(Ground ground, Seat seat) {
        ControlPlane control = new ControlPlane(ground, seat);
        try {
            control.open();
            return control;
        } catch (RuntimeException refused) {
            control.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        parts.close();
    }

    private void open() {
        Store store = parts.keep(Store.open(settings.store(), ground.key(), ground.clock(), ground.ids()));
        ground.files().registerTokens(store, ground.clock(), ground.ids());
        Vertx vertx = vertx(store);
        Signature signature = new Signature(store.cluster(), settings.name(), Optional.empty(), ground.ids());
        Bus bus = new Bus(vertx, signature);
        TemplateShelf shelf = new TemplateShelf(store);
        Assignments assignments = new Assignments(store, shelf::template);
        Desired desired = Desired.load(store, assignments::outline, shelf::rules);
        Observations observations = new Observations();
        RouteKeeper keeper = parts.keep(RouteKeeper.start(
                ground.routes(),
                ground.rules(),
                desired,
                observations,
                settings.own().resolve("routes.json")));
        Sessions sessions = parts.keep(Sessions.start(
                vertx,
                bus,
                settings.name(),
                settings.sessionTimeToLive(),
                observations,
                desired,
                endpoint -> load(keeper, endpoint)));
        Presence presence = parts.keep(
                Presence.start(store, settings.name(), () -> applied(keeper), ground.clock(), settings.clustered()));
        Reconciler reconciler = parts.keep(Reconciler.start(
                new Reconciler.Surroundings(
                        store,
                        desired,
                        observations,
                        sessions,
                        keeper,
                        presence,
                        ground.clock(),
                        ground.ids(),
                        settings.life().hostsReserved()),
                settings.name() + "/" + ground.ids().get(),
                settings.leaseTimeToLive()));
        Events events = Events.of(store);
        bus.subscribe(GatewayNews.CHANGED, ignored -> {
            reconciler.signal();
            events.signal();
        });
        store.onCommit(() -> bus.publish(GatewayNews.CHANGED, new Nothing()));
        AgentServer agents = parts.keep(AgentServer.start(
                vertx,
                settings.listen(),
                settings.agentsPort(),
                signature,
                new Enrolments(store, ground.clock(), ground.ids(), ground.random()),
                sessions,
                new NodeOrders(store, desired, assignments, ground.clock()),
                observations));
        RelayStreams streams = new RelayStreams(seat.vertx(), desired, sessions);
        serve(
                new AdminApi.Parts(store, shelf, desired, observations, sessions, reconciler, events, streams),
                agents.port());
    }

    /** A predecessor that lets its clients end has the routes that it had: until it is gone, no news have arrived here. */
    private long applied(RouteKeeper keeper) {
        return ground.inheritance().isOver() ? keeper.applied() : 0;
    }

    /** A predecessor may have something to do wherever it had routes to. */
    private CompletionStage<Load> load(RouteKeeper keeper, Endpoint endpoint) {
        Load before = ground.inheritance().isOver() ? Load.NONE : Load.UNKNOWN;
        return keeper.load(endpoint, ground.edge()).thenApply(before::plus);
    }

    /** From now on the API answers, and says so in {@code gateway.json}. */
    private void serve(AdminApi.Parts admin, int agentsPort) {
        AdminApi.serve(ground, seat, admin);
        parts.keep(() -> seat.api().refuse(closing()));
        Gateway.Ports ports = new Gateway.Ports(
                ProcessHandle.current().pid(),
                ground.edge().port(),
                ground.edge().tlsPort(),
                seat.api().port(),
                agentsPort);
        PrivateFile.write(settings.announcement(), Json.write(Json.open(), ports));
        parts.keep(() -> PrivateFile.delete(settings.announcement()));
    }

    /** One of its own, not that of the API: nothing of an attempt that failed is left on its bus. */
    private Vertx vertx(Store store) {
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
        Vertx vertx = settings.clustered()
                ? Membership.join(store.cluster().value(), settings.clusterListen(), settings.clusterMembers(), options)
                : Vertx.vertx(options);
        parts.keep(() -> Blocking.await(vertx.close()));
        return vertx;
    }

    private static TenantryException closing() {
        return TenantryException.of(ErrorCode.UNAVAILABLE, "this gateway is closing");
    }
}
