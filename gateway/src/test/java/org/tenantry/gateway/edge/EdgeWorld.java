package org.tenantry.gateway.edge;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.WebProtocol;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.edge.transport.Transport;

/** An edge on a free port of the loopback device, and what a test puts around it. */
final class EdgeWorld implements AutoCloseable {
    static final InstanceId ACME = new InstanceId("i-acmeacmeacme");
    static final InstanceId GLOBEX = new InstanceId("i-globexglobex");
    static final TenantId ACME_TENANT = new TenantId("t-acmeacmeacme");
    static final TenantId GLOBEX_TENANT = new TenantId("t-globexglobex");
    static final CanonicalHost ACME_HOST = new CanonicalHost("acme.test");
    static final CanonicalHost GLOBEX_HOST = new CanonicalHost("globex.test");
    private static final NodeId NODE = new NodeId("n-nodenodenode");

    final RouteTable routes = new RouteTable();
    final Edge edge;
    private final List<AutoCloseable> closing = new ArrayList<>();

    EdgeWorld() {
        this(settings -> settings);
    }

    EdgeWorld(Transport transport) {
        this(settings -> settings.withTransport(transport));
    }

    EdgeWorld(UnaryOperator<EdgeSettings> changes) {
        EdgeSettings settings = changes.apply(EdgeSettings.on("127.0.0.1", 0));
        edge = Edge.start(settings, routes, Clock.systemUTC(), new Ids(new Random(1)));
    }

    /** Those that this machine has. */
    static Set<Transport> transports() {
        return EnumSet.of(Transport.EPOLL, Transport.fastest());
    }

    /** Routes acme.test to these origins. */
    EdgeWorld acme(Origin... origins) {
        return acme(RouteRules.standard(), origins);
    }

    EdgeWorld acme(RouteRules rules, Origin... origins) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Origin origin : origins) {
            closing.add(origin);
            endpoints.add(endpoint(ACME, endpoints.size() + 1, origin.port(), "lo"));
        }
        routes.put(route(ACME_HOST, new Availability.Serving(endpoints)).withRules(rules));
        return this;
    }

    /** Routes acme.test to these origins, which speak HTTP/2. */
    EdgeWorld calls(Origin... origins) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Origin origin : origins) {
            closing.add(origin);
            endpoints.add(h2c(endpoint(ACME, endpoints.size() + 1, origin.port(), "lo")));
        }
        routes.put(route(ACME_HOST, new Availability.Serving(endpoints)).withRules(hasty()));
        return this;
    }

    static Endpoint h2c(Endpoint plain) {
        return new Endpoint(
                plain.node(),
                plain.term(),
                plain.instance(),
                plain.replica(),
                plain.address(),
                plain.port(),
                plain.device(),
                Optional.of(WebProtocol.H2C));
    }

    static Route route(CanonicalHost host, Availability availability) {
        return new Route(host, ACME, ACME_TENANT, availability);
    }

    /** Rules by which nobody waits for an instance. */
    static RouteRules hasty() {
        return RouteRules.standard().withHold(new Hold(0, 0, Duration.ZERO, 1));
    }

    static Route globex(CanonicalHost host, int port) {
        Endpoint endpoint = endpoint(GLOBEX, 1, port, "lo");
        return new Route(host, GLOBEX, GLOBEX_TENANT, new Availability.Serving(List.of(endpoint)));
    }

    static Endpoint endpoint(InstanceId instance, int replica, int port, String device) {
        ReplicaKey key = new ReplicaKey(new ServiceName("web"), replica);
        return new Endpoint(NODE, new Term(1, 1), instance, key, "127.0.0.1", port, device);
    }

    Wire client() throws IOException {
        Wire wire = Wire.to(edge.port());
        closing.add(wire);
        return wire;
    }

    /** Asks once on a connection of its own. */
    Reply get(String host, String path, String... lines) throws IOException {
        try (Wire wire = Wire.to(edge.port())) {
            return wire.get(host, path, lines).reply();
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never happened: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() throws Exception {
        edge.close();
        for (AutoCloseable one : closing) {
            one.close();
        }
    }
}
