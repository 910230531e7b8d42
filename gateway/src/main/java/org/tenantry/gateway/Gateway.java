package org.tenantry.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.bus.Bus;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.agents.AgentServer;
import org.tenantry.gateway.agents.Enrolments;
import org.tenantry.gateway.agents.GatewayNews;
import org.tenantry.gateway.agents.NodeOrders;
import org.tenantry.gateway.agents.Observations;
import org.tenantry.gateway.agents.RelayStreams;
import org.tenantry.gateway.agents.Sessions;
import org.tenantry.gateway.api.Api;
import org.tenantry.gateway.cluster.Membership;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.RouteSnapshot;
import org.tenantry.gateway.edge.RouteTable;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.instances.Assignments;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.reconcile.Presence;
import org.tenantry.gateway.reconcile.Reconciler;
import org.tenantry.gateway.routes.RouteKeeper;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;
import org.tenantry.gateway.templates.TemplateShelf;

/**
 * One gateway, put together. The edge comes first and needs nothing but the snapshot of its routes: it serves while
 * everything else still starts, and goes on while anything else is gone.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final GatewaySettings settings;
    private final Ports ports;
    private final Deque<AutoCloseable> opened;

    /** Where a gateway listens, as it tells in {@code gateway.json}. */
    public record Ports(long pid, int edgePort, int apiPort, int agentsPort) {}

    private Gateway(GatewaySettings settings, Ports ports, Deque<AutoCloseable> opened) {
        this.settings = settings;
        this.ports = ports;
        this.opened = opened;
    }

    /** Starts a gateway. Blocks until it is ready; where anything is refused, nothing of it is left open. */
    public static Gateway start(GatewaySettings settings) {
        Opening opening = new Opening(settings);
        try {
            Ports ports = opening.open();
            PrivateFile.write(settings.own().resolve("gateway.json"), Json.write(Json.open(), ports));
            LOG.info(
                    "{}: ready; edge on port {}, API on port {}, agents on port {}",
                    settings.name(),
                    ports.edgePort(),
                    ports.apiPort(),
                    ports.agentsPort());
            return new Gateway(settings, ports, opening.opened);
        } catch (RuntimeException refused) {
            closeAll(opening.opened);
            throw refused;
        }
    }

    /** Where it listens. */
    public Ports ports() {
        return ports;
    }

    /** Stops in the opposite order: the edge is the last to go. */
    @Override
    public void close() {
        PrivateFile.delete(settings.own().resolve("gateway.json"));
        closeAll(opened);
        LOG.info("{}: closed", settings.name());
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not close", e);
            }
        }
    }

    /** The parts of a gateway while they are put together, each with what it needs of those before it. */
    private static final class Opening {
        private final GatewaySettings settings;
        private final Deque<AutoCloseable> opened = new ArrayDeque<>();
        private final SecureRandom random = new SecureRandom();
        private final Ids ids = new Ids(random);
        private final InstantSource clock = InstantSource.system();

        Opening(GatewaySettings settings) {
            this.settings = settings;
        }

        Ports open() {
            PrivateFile.directory(settings.home().resolve("log"));
            keep(HomeLock.take(settings.own()));
            HomeFiles files = new HomeFiles(settings, random);
            SealingKey key = files.sealingKey();
            RouteTable routes = new RouteTable();
            RouteSnapshot.load(settings.own().resolve("routes.json")).forEach(routes::put);
            Edge edge = Edge.start(edgeSettings(), routes, clock, ids);
            keep(() -> edge.drain(DRAIN));
            Store store = keep(Store.open(storeSettings(), key, clock, ids));
            files.registerTokens(store, clock, ids);
            return control(store, routes, edge);
        }

        private Ports control(Store store, RouteTable routes, Edge edge) {
            Vertx vertx = vertx(store);
            Signature signature = new Signature(store.cluster(), settings.name(), Optional.empty(), ids);
            Bus bus = new Bus(vertx, signature);
            TemplateShelf shelf = new TemplateShelf(store);
            Assignments assignments = new Assignments(store, shelf::template);
            Desired desired = Desired.load(store, assignments::demand);
            Observations observations = new Observations();
            Sessions sessions = keep(
                    Sessions.start(vertx, bus, settings.name(), settings.sessionTimeToLive(), observations, desired));
            RouteKeeper keeper = keep(RouteKeeper.start(
                    routes, desired, observations, settings.own().resolve("routes.json")));
            Presence presence =
                    keep(Presence.start(store, settings.name(), keeper::applied, clock, settings.clustered()));
            Reconciler reconciler = keep(Reconciler.start(
                    new Reconciler.Surroundings(store, desired, observations, sessions, keeper, presence, clock),
                    settings.name() + "/" + ids.get(),
                    settings.leaseTimeToLive()));
            Events events = Events.of(store);
            bus.subscribe(GatewayNews.CHANGED, ignored -> {
                reconciler.signal();
                events.signal();
            });
            store.onCommit(() -> bus.publish(GatewayNews.CHANGED, new Nothing()));
            AgentServer agents = keep(AgentServer.start(
                    vertx,
                    settings.listen(),
                    settings.agentsPort(),
                    signature,
                    new Enrolments(store, clock, ids, random),
                    sessions,
                    new NodeOrders(store, desired, assignments, clock),
                    observations));
            Api api = Blocking.await(AdminApi.start(
                    settings,
                    vertx,
                    new AdminApi.Parts(
                            store,
                            desired,
                            observations,
                            sessions,
                            reconciler,
                            events,
                            edge,
                            routes,
                            new RelayStreams(vertx, desired, sessions),
                            random,
                            clock)));
            keep(() -> Blocking.await(api.close()));
            return new Ports(ProcessHandle.current().pid(), edge.port(), api.port(), agents.port());
        }

        private Vertx vertx(Store store) {
            VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
            Vertx vertx = settings.clustered()
                    ? Membership.join(
                            store.cluster().value(), settings.clusterListen(), settings.clusterMembers(), options)
                    : Vertx.vertx(options);
            keep(() -> Blocking.await(vertx.close()));
            return vertx;
        }

        private EdgeSettings edgeSettings() {
            return EdgeSettings.on(settings.listen(), settings.edgePort())
                    .withH2c(settings.h2c())
                    .withAccessLog(settings.home().resolve("log").resolve("access.log"));
        }

        private StoreSettings storeSettings() {
            if (settings.storeUrl().isEmpty()) {
                if (settings.clustered()) {
                    throw TenantryException.of(
                            ErrorCode.INVALID,
                            "store.url: not set (expected: jdbc:postgresql://… where cluster.members is set, since"
                                    + " the embedded store is for one gateway)");
                }
                return StoreSettings.sqlite(settings.own().resolve("store.db"));
            }
            return StoreSettings.postgres(
                    settings.storeUrl().get(),
                    settings.storeUser(),
                    settings.storePassword().orElse(Secret.of("")));
        }

        private <T extends AutoCloseable> T keep(T part) {
            opened.push(part);
            return part;
        }
    }
}
