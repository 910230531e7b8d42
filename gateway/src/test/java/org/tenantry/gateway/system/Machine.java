package org.tenantry.gateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One machine with a gateway and an agent on the real engine. It is a cluster of its own, and closing it removes exactly
 * that cluster's containers, networks and volumes.
 */
final class Machine implements AutoCloseable {
    private static final AtomicInteger COMMANDS = new AtomicInteger();

    private final Home home = Home.make();
    private final GatewayProgram gateway;
    private final Optional<String> engine;
    private final AgentProgram agent;
    private final Thread ending = new Thread(this::remove, "ending");

    /**
     * @param settings more of the gateway's
     * @param server where it stands; on the machine itself where empty
     */
    private Machine(Map<String, String> settings, Optional<Server> server) {
        this.gateway = new GatewayProgram(home, settings, List.of());
        this.engine = server.map(Server::address);
        this.agent = new AgentProgram(
                home, gateway.agentsAddress(), server.map(this::settings).orElse(Map.of()));
        // A run that is broken off leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /** A machine where everything runs, with the tenants acme and globex and the template hello. */
    static Machine running() {
        return running(Map.of());
    }

    /** The same with more settings of the gateway. */
    static Machine running(Map<String, String> settings) {
        Engine.requireImage();
        return new Machine(settings, Optional.empty()).started();
    }

    /** The same with a store of its own. */
    static Machine running(PostgresServer store) {
        return running(store.settings());
    }

    /** The same on a server of its own, where everything listens on all addresses; to be called within it. */
    static Machine running(Server server) {
        return new Machine(Map.of("listen", "0.0.0.0"), Optional.of(server)).started();
    }

    /** An agent's on a server: whatever it makes is below what the server is cleared of when its power is cut. */
    private Map<String, String> settings(Server server) {
        return Map.of(
                "engine",
                server.address(),
                "relay.listen",
                "0.0.0.0:0",
                "cgroup.parent",
                server.name() + "/tenantry",
                "edge.addresses",
                Server.PUBLIC + ":" + gateway.edgePort());
    }

    private Machine started() {
        try {
            gateway.start();
            agent.start();
            awaitReady();
            add(Samples.hello());
            api().post("/tenants", Map.of("name", "acme", "title", "Acme Corp."));
            api().post("/tenants", Map.of("name", "globex", "title", "Globex Corp."));
            return this;
        } catch (RuntimeException | AssertionError failure) {
            close();
            throw failure;
        }
    }

    Home home() {
        return home;
    }

    GatewayProgram gateway() {
        return gateway;
    }

    AgentProgram agent() {
        return agent;
    }

    AdminApi api() {
        return gateway.api();
    }

    Engine engine() {
        return new Engine(home.json("agent/identity.json").path("cluster").asText(), engine);
    }

    /** Waits until both programs are ready and the agent has its session. */
    void awaitReady() {
        gateway.awaitReady(this::logs);
        agent.awaitReady(this::logs);
        await(
                "the agent has a session",
                () -> api().get("/nodes").at("/items/0/connected").equals("true"));
    }

    void add(Samples.Texts template) {
        AdminApi.Reply added =
                api().post("/templates", Map.of("manifest", template.manifest(), "compose", template.compose()));
        if (added.status() != 201) {
            throw new AssertionError("the template was refused: " + added);
        }
    }

    /** Orders an instance and waits until it answers; its id. */
    String create(String name, String tenant, String template) {
        AdminApi.Reply ordered = api().order(name, tenant, template);
        JsonNode ended = ended(ordered);
        if (!ended.path("state").asText().equals("succeeded")) {
            throw new AssertionError(name + " did not come up: " + ended + "\n" + logs());
        }
        return ordered.at("/instance/id");
    }

    void remove(String instance) {
        JsonNode ended = ended(api().delete("/instances/" + instance));
        if (!ended.path("state").asText().equals("succeeded")) {
            throw new AssertionError(instance + " was not removed: " + ended + "\n" + logs());
        }
    }

    /** Waits for the end of the operation that an order began. */
    JsonNode ended(AdminApi.Reply ordered) {
        if (ordered.status() != 202) {
            throw new AssertionError("refused: " + ordered + "\n" + logs());
        }
        return ended(ordered.at("/operation/id"));
    }

    JsonNode ended(String operation) {
        return Await.found(
                "operation " + operation + " has ended",
                () -> Optional.of(api().get("/operations/" + operation).body())
                        .filter(now -> !now.path("ended").asText("").isEmpty()),
                () -> api().get("/operations/" + operation) + "\n" + logs());
    }

    String observed(String instance) {
        return api().get("/instances/" + instance).at("/observed");
    }

    void awaitPage(String host) {
        await(host + " answers", () -> gateway.page(host, "/").status() == 200);
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, condition, this::logs);
    }

    /** What the command line says to these words; it is asked to tell no live progress, since nobody looks. */
    Engine.Said cli(String... words) {
        Program command = Program.start(
                home.at("cli-" + COMMANDS.incrementAndGet() + ".log"),
                Map.of("TENANTRY_HOME", home.directory().toString()),
                List.of("-Xmx64m"),
                Stream.concat(Stream.of("org.tenantry.gateway.cli.Tenantry"), Arrays.stream(words))
                        .toList());
        return new Engine.Said(command.exit(), command.printed());
    }

    String logs() {
        return gateway.tail() + "\n" + agent.tail();
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void remove() {
        agent.kill();
        gateway.kill();
        if (home.has("agent/identity.json")) {
            engine().removeEverything();
        }
        home.remove();
    }
}
