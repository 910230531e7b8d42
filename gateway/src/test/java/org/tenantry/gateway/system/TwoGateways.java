package org.tenantry.gateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Two gateways that share a store and form one cluster, and an agent that may choose between them. */
final class TwoGateways implements AutoCloseable {
    /** What Hazelcast asks of the Java runtime. */
    private static final List<String> HAZELCAST = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final Database database = Database.create();
    private final List<Home> homes = List.of(Home.make(), Home.make());
    private final List<String> members = List.of("127.0.0.1:" + Ports.free(), "127.0.0.1:" + Ports.free());
    private final List<GatewayProgram> gateways = List.of(gateway(0), gateway(1));
    private final AgentProgram agent = new AgentProgram(
            homes.getFirst(),
            gateways.getFirst().agentsAddress() + "," + gateways.getLast().agentsAddress());

    private final Thread ending = new Thread(this::remove, "ending");

    private TwoGateways() {
        // A run that is broken off leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(ending);
    }

    static TwoGateways running() {
        Engine.requireImage();
        TwoGateways both = new TwoGateways();
        try {
            both.start();
            return both;
        } catch (RuntimeException | AssertionError failure) {
            both.close();
            throw failure;
        }
    }

    private void start() {
        shareKey();
        gateways.forEach(GatewayProgram::start);
        agent.start();
        gateways.forEach(gateway -> gateway.awaitReady(this::logs));
        agent.awaitReady(this::logs);
        awaitSession();
    }

    List<GatewayProgram> gateways() {
        return gateways;
    }

    Engine engine() {
        return new Engine(
                homes.getFirst().json("agent/identity.json").path("cluster").asText());
    }

    /** The gateway that leads, as both say of themselves. */
    GatewayProgram leader() {
        return Await.found(
                "one leads", () -> gateways.stream().filter(this::leads).findFirst(), this::logs);
    }

    GatewayProgram other(GatewayProgram one) {
        return gateways.getFirst() == one ? gateways.getLast() : gateways.getFirst();
    }

    boolean leads(GatewayProgram gateway) {
        return gateway.ready().contains("this gateway");
    }

    /** Waits until some gateway that lives has the agent's session. */
    void awaitSession() {
        await(
                "the agent has a session",
                () -> gateways.stream()
                        .anyMatch(one ->
                                one.api().get("/nodes").at("/items/0/connected").equals("true")));
    }

    JsonNode ended(GatewayProgram at, String operation) {
        return Await.found(
                "operation " + operation + " has ended",
                () -> Optional.of(at.api().get("/operations/" + operation).body())
                        .filter(now -> !now.path("ended").asText("").isEmpty()),
                () -> at.api().get("/operations/" + operation) + "\n" + logs());
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, condition, this::logs);
    }

    String logs() {
        return gateways.getFirst().tail() + "\n" + gateways.getLast().tail() + "\n" + agent.tail();
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void remove() {
        agent.kill();
        gateways.forEach(GatewayProgram::kill);
        if (homes.getFirst().has("agent/identity.json")) {
            engine().removeEverything();
        }
        homes.forEach(Home::remove);
        database.close();
    }

    private GatewayProgram gateway(int index) {
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.put("gateway.name", "g" + (index + 1));
        settings.put("cluster.members", String.join(",", members));
        settings.put("cluster.listen", members.get(index));
        return new GatewayProgram(homes.get(index), settings, HAZELCAST);
    }

    /** Gateways that share a store share the key of its secrets, which whoever installs them makes. */
    private void shareKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            for (Home home : homes) {
                Files.writeString(home.at("cluster.key"), Base64.getEncoder().encodeToString(key) + "\n");
                Files.setPosixFilePermissions(home.at("cluster.key"), PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
