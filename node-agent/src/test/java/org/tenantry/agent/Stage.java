package org.tenantry.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.agent.network.AddressPool;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.NodeName;

/** One agent on an engine in memory, and its gateway. */
final class Stage implements AutoCloseable {
    final FakeEngine engine = new FakeEngine(InstantSource.system());
    final GatewayEnd gateway;
    private final Path home;
    private Optional<Agent> agent = Optional.empty();

    Stage(Path home) throws Exception {
        this.home = home;
        this.gateway = GatewayEnd.start(Samples.CLUSTER);
        engine.anyImage();
        Files.writeString(home.resolve("join-token"), GatewayEnd.TOKEN + "\n");
    }

    Agent startAgent() throws IOException {
        Agent started = Agent.start(settings(home, gateway.address()), world(engine));
        agent = Optional.of(started);
        return started;
    }

    void stopAgent() {
        agent.ifPresent(Agent::close);
        agent = Optional.empty();
    }

    void awaitState(ServiceName service, Class<? extends ReplicaState> state) {
        Waiting.until(
                service + " is told as " + state.getSimpleName(),
                () -> gateway.known(Samples.INSTANCE)
                        .filter(report -> tells(report, service, state))
                        .isPresent());
    }

    /** How often containers were started since the beginning. */
    long starts() {
        return engine.calls().stream().filter(call -> call.startsWith("start ")).count();
    }

    /** One service that answers the web, and is well as long as it runs. */
    static Assignment web(Goal goal, long version) {
        return Samples.stack(
                goal, version, List.of(Samples.checked(Samples.lone(Samples.WEB, Samples.ALWAYS), new Probe.Alive())));
    }

    static AgentSettings settings(Path home, URI gateway) {
        return new AgentSettings(
                home,
                List.of(gateway),
                home.resolve("join-token"),
                URI.create("unix:///nowhere"),
                AddressPool.usual(),
                new AgentSettings.ListenAddress("127.0.0.1", 0),
                new AgentSettings.NodeLabels(new NodeName("n1"), "z1", Map.of()),
                Duration.ofSeconds(30));
    }

    static World world(FakeEngine engine) {
        return new World(engine::runtime, List::of, InstantSource.system(), new SecureRandom());
    }

    @Override
    public void close() throws Exception {
        stopAgent();
        gateway.close();
    }

    void awaitReady() throws Exception {
        agent.orElseThrow().awaitReady(Duration.ofSeconds(30));
    }

    private static boolean tells(InstanceReport report, ServiceName service, Class<? extends ReplicaState> state) {
        return report.replicas().stream()
                .anyMatch(replica -> replica.replica().service().equals(service) && state.isInstance(replica.state()));
    }
}
