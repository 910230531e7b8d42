package org.tenantry.gateway.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.Gateway;
import org.tenantry.gateway.GatewaySettings;
import org.tenantry.gateway.cluster.HostAndPort;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.log.Rotation;
import org.tenantry.gateway.edge.proxy.Balancers;
import org.tenantry.gateway.edge.transport.Transport;
import org.tenantry.gateway.store.Store;

/**
 * A real gateway and real agents in one process, with one tenant and the templates of {@link FleetTemplates}. The first start
 * takes free ports; a gateway that starts again takes the same, for agents know no others.
 */
final class Fleet implements AutoCloseable {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "superseded");

    private final Path directory;
    private final List<FleetNode> nodes = new ArrayList<>();
    private Gateway.Ports ports = new Gateway.Ports(0, 0, 0, 0, 0);
    private Optional<Gateway> gateway = Optional.empty();
    private Optional<Client> client = Optional.empty();
    private GatewaySettings.Life life = new GatewaySettings.Life(Duration.ZERO, Duration.ofDays(30));

    private Fleet(Path directory) {
        this.directory = directory;
    }

    /** A gateway with so many agents. */
    static Fleet open(Path directory, int nodes) {
        Fleet fleet = new Fleet(directory);
        fleet.startGateway();
        fleet.client()
                .post("/tenants", Map.of("name", "acme", "title", "Acme Corp."))
                .expect(201);
        FleetTemplates.all()
                .forEach(template -> fleet.client().post("/templates", template).expect(201));
        for (int number = 1; number <= nodes; number++) {
            fleet.addNode(fleet.agentsPort()).start();
        }
        fleet.awaitSessions();
        return fleet;
    }

    /** Another machine, without an agent yet. */
    FleetNode addNode(int agentsPort) {
        String name = "node" + (nodes.size() + 1);
        FleetNode node = new FleetNode(
                name,
                directory.resolve(name),
                URI.create("http://127.0.0.1:" + agentsPort),
                gatewayHome().resolve("join-token"),
                cluster());
        nodes.add(node);
        return node;
    }

    void startGateway() {
        Gateway started = Gateway.open(settings()).begin();
        ports = Json.read(
                Json.open(), read(gatewayHome().resolve("gateway").resolve("gateway.json")), Gateway.Ports.class);
        gateway = Optional.of(started);
        client = Optional.of(new Client(ports.apiPort(), read(gatewayHome().resolve("admin-token"))));
    }

    /** Only its edge, which needs nobody: what it knows it has from its disk. */
    void startEdge() {
        gateway = Optional.of(Gateway.open(settings()));
    }

    /** Ends the gateway in good order. */
    void stopGateway() {
        client.ifPresent(Client::close);
        gateway.ifPresent(Gateway::close);
        gateway = Optional.empty();
    }

    /** Ends it as a kill would: the store is gone first, so that nothing is written any more and the lease is kept. */
    void killGateway() {
        stores(gateway.orElseThrow()).forEach(Store::close);
        stopGateway();
    }

    FleetNode node() {
        return nodes.getFirst();
    }

    List<FleetNode> nodes() {
        return nodes;
    }

    Client client() {
        return client.orElseThrow();
    }

    int agentsPort() {
        return ports.agentsPort();
    }

    int edgePort() {
        return ports.edgePort();
    }

    Path gatewayHome() {
        return directory.resolve("gateway");
    }

    /** Enrols a node by hand. */
    Enrolment.Enrolled enrol(NodeFacts facts) {
        Secret token = Secret.of(read(gatewayHome().resolve("join-token")));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + ports.agentsPort() + "/agents/v1/enrol"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(BodyPublishers.ofString(
                            Json.write(Json.sealed(), new Enrolment(ProtocolRange.SPOKEN, token, facts))))
                    .build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Json.read(Json.sealed(), answer, Enrolment.Enrolled.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits until writes to the store that began before this call are over: they come one after the other. */
    void settled() {
        String name = "t" + System.nanoTime();
        client().post("/tenants", Map.of("name", name, "title", name)).expect(201);
    }

    // Orders; each gives the operation's id.

    String create(String name, String template) {
        return operation(client().post("/instances", Map.of("tenant", "acme", "name", name, "template", template))
                .expect(202));
    }

    String start(String name) {
        return operation(client().post("/instances/" + name + "/start").expect(202));
    }

    String stop(String name) {
        return operation(client().post("/instances/" + name + "/stop").expect(202));
    }

    /** With what is to be different, as the API takes it. */
    String change(String name, Map<String, ?> change) {
        return operation(client().patch("/instances/" + name, change).expect(202));
    }

    String remove(String name) {
        return operation(client().delete("/instances/" + name).expect(202));
    }

    /** From its next start on the gateway keeps what was removed or released for so long. */
    void keepFor(GatewaySettings.Life longer) {
        life = longer;
    }

    // What is seen.

    /** What the gateway keeps everything in. */
    Store store() {
        return stores(gateway.orElseThrow()).getFirst();
    }

    /** The secrets of an instance, as the store has them. */
    Map<String, String> secrets(InstanceId id) {
        Map<String, String> revealed = new TreeMap<>();
        store().read(reading -> reading.secrets().of(id))
                .forEach((name, secret) -> revealed.put(name, secret.reveal()));
        return revealed;
    }

    /** Ids of the containers of a service of the only instance, in the order of replicas. */
    List<String> containers(String service) {
        return node().inventory().containers().stream()
                .filter(one -> one.replica().service().value().equals(service))
                .sorted(Comparator.comparing(HeldContainer::replica))
                .map(HeldContainer::id)
                .toList();
    }

    JsonNode instance(String nameOrId) {
        return client().get("/instances/" + nameOrId).expect(200).body();
    }

    JsonNode operationNow(String id) {
        return client().get("/operations/" + id).expect(200).body();
    }

    /** Waits until the operation has ended; how. */
    String ended(String operation) {
        Waiting.until("operation " + operation + " ends", () -> hasEnded(operation));
        return state(operation);
    }

    boolean hasEnded(String operation) {
        return ENDED.contains(state(operation));
    }

    String state(String operation) {
        return operationNow(operation).path("state").asText();
    }

    void awaitObserved(String name, String observed) {
        Waiting.until(
                name + " is " + observed,
                () -> instance(name).path("observed").asText().equals(observed));
    }

    void awaitSessions() {
        Waiting.until("all agents have sessions", () -> {
            JsonNode items = client().get("/nodes").expect(200).body().path("items");
            long ready = 0;
            for (JsonNode item : items) {
                ready += item.path("connected").asBoolean() ? 1 : 0;
            }
            return ready == nodes.size();
        });
    }

    /** Whether no node has anything, on its engine or among its files. */
    boolean isEmpty() {
        return nodes.stream()
                .allMatch(
                        node -> node.inventory().isEmpty() && node.assignments().isEmpty());
    }

    /** Whether the instance, the only one, runs on the first node: everything once. */
    boolean isUp(String name) {
        return instance(name).path("observed").asText().equals("running") && isThere(ContainerState.Running.class);
    }

    /** Whether the instance, the only one, rests on the first node: everything once. */
    boolean isAtRest(String name) {
        return instance(name).path("observed").asText().equals("stopped") && isThere(ContainerState.Exited.class);
    }

    /** Whether the instance rests, whatever there is of it. */
    boolean rests(String name) {
        return List.of("stopped", "absent")
                        .contains(instance(name).path("observed").asText())
                && node().inventory().containers().stream()
                        .noneMatch(container -> container.state() instanceof ContainerState.Running);
    }

    boolean isConnected(int node) {
        return client().get("/nodes")
                .expect(200)
                .body()
                .path("items")
                .path(node)
                .path("connected")
                .asBoolean();
    }

    private boolean isThere(Class<? extends ContainerState> state) {
        Inventory there = node().inventory();
        return there.containers().size() == 2
                && there.containers().stream()
                                .map(container -> container.replica().service())
                                .distinct()
                                .count()
                        == 2
                && there.containers().stream().allMatch(container -> state.isInstance(container.state()))
                && there.networks().size() == 1
                && there.volumes().size() == 1;
    }

    @Override
    public void close() {
        nodes.forEach(FleetNode::close);
        stopGateway();
    }

    ClusterId cluster() {
        return new ClusterId(
                client().get("/version").expect(200).body().path("cluster").asText());
    }

    private GatewaySettings settings() {
        return new GatewaySettings(
                gatewayHome(),
                "g1",
                new CanonicalHost("example.test"),
                "127.0.0.1",
                ports.edgePort(),
                2,
                Transport.EPOLL,
                ports.tlsPort(),
                ports.apiPort(),
                ports.agentsPort(),
                gatewayHome().resolve("certificates"),
                EdgeSettings.Limits.standard(),
                RouteRules.standard(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Balancers.NONE,
                Rotation.NONE,
                Optional.empty(),
                "tenantry",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new HostAndPort("127.0.0.1", 0),
                Duration.ofMillis(1500),
                Duration.ofMillis(1000),
                life,
                Duration.ofSeconds(1));
    }

    private static String operation(Client.Reply reply) {
        return reply.body().path("operation").path("id").asText();
    }

    private static List<Store> stores(Gateway gateway) {
        Optional<?> control = (Optional<?>) inside(inside(gateway, "tenure"), "control");
        Deque<?> opened = (Deque<?>) inside(inside(control.orElseThrow(), "parts"), "opened");
        return opened.stream()
                .filter(Store.class::isInstance)
                .map(Store.class::cast)
                .toList();
    }

    private static Object inside(Object whole, String field) {
        try {
            Field part = whole.getClass().getDeclaredField(field);
            part.setAccessible(true);
            return part.get(whole);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a gateway keeps its parts elsewhere now", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
