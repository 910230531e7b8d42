package org.tenantry.gateway.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.agent.Agent;
import org.tenantry.agent.AgentSettings;
import org.tenantry.agent.World;
import org.tenantry.agent.network.AddressPool;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

/** One machine of the fleet: an engine in memory, and the home of the agent that comes and goes on it. */
final class FleetNode implements AutoCloseable {
    final FakeEngine engine = new FakeEngine(InstantSource.system());
    private AgentSettings settings;
    private final ClusterId cluster;
    private Mortal life = new Mortal();
    private Optional<Agent> agent = Optional.empty();

    FleetNode(String name, Path home, URI gateway, Path joinToken, ClusterId cluster) {
        this.cluster = cluster;
        this.settings = new AgentSettings(
                home,
                List.of(gateway),
                joinToken,
                URI.create("unix:///nowhere"),
                AddressPool.usual(),
                new AgentSettings.ListenAddress("127.0.0.1", 0),
                new AgentSettings.NodeLabels(new NodeName(name), "z1", Map.of()),
                Duration.ofSeconds(30));
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        engine.anyImage();
        List.of("web", "db")
                .forEach(service ->
                        engine.commands(new ServiceName(service), command -> new ExecResult.Ended(0, "well")));
    }

    /** Starts an agent on this home and engine; the one before is over. */
    NodeId start() {
        stop();
        Mortal fresh = new Mortal();
        life = fresh;
        Agent started = Agent.start(
                settings,
                new World(of -> fresh.over(engine.runtime(of)), List::of, InstantSource.system(), new SecureRandom()));
        agent = Optional.of(started);
        try {
            return started.awaitReady(Duration.ofSeconds(30));
        } catch (Exception e) {
            throw new AssertionError("the agent did not get ready", e);
        }
    }

    /** From its next start on the agent knows only that gateway. */
    void turnTo(int port) {
        settings = new AgentSettings(
                settings.home(),
                List.of(URI.create("http://127.0.0.1:" + port)),
                settings.joinToken(),
                settings.engine(),
                settings.networks(),
                settings.relay(),
                settings.node(),
                settings.drain());
    }

    /** Ends the agent; its containers go on. */
    void stop() {
        agent.ifPresent(Agent::close);
        agent = Optional.empty();
    }

    /** Whether the scripted kill has come. */
    boolean isKilled() {
        return life.isKilled();
    }

    /** Everything of this cluster on the engine. */
    Inventory inventory() {
        return engine.runtime(cluster).inventory();
    }

    /** Files of assignments that the agent keeps, wherever it keeps them. */
    List<Path> assignments() {
        try (var files = Files.walk(settings.directory().resolve("assignments"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
