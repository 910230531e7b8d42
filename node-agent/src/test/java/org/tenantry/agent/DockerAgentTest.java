package org.tenantry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.firewall.Nft;
import org.tenantry.agent.firewall.OwnTable;
import org.tenantry.agent.firewall.PacketFilter;
import org.tenantry.agent.firewall.Resolvers;
import org.tenantry.agent.network.HostAddresses;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.agent.runtime.docker.DockerRuntime;
import org.tenantry.agent.runtime.docker.DockerSettings;
import org.tenantry.agent.runtime.docker.LeftGroups;
import org.tenantry.agent.runtime.docker.TestImage;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.Verdict;

/** A whole agent on the real engine, with a cluster of its own. */
@Tag("docker")
class DockerAgentTest {
    private static final URI ENGINE = URI.create("unix:///var/run/docker.sock");

    private static final PacketFilter FILTER = new Nft("");

    @TempDir
    private Path home;

    private final ClusterId cluster = new ClusterId(new Ids(new SecureRandom()).next("c-"));
    private Runtime runtime;
    private GatewayEnd gateway;
    private Agent agent;

    @BeforeEach
    void open() throws Exception {
        runtime = runtime(cluster);
        gateway = GatewayEnd.start(cluster);
        Files.writeString(home.resolve("join-token"), GatewayEnd.TOKEN);
        agent = Agent.start(Stage.settings(home, gateway.address()), world());
    }

    @AfterEach
    void close() throws Exception {
        agent.close();
        gateway.close();
        Inventory left = runtime.inventory();
        left.containers().forEach(container -> runtime.remove(container.id()));
        left.networks().forEach(network -> runtime.removeNetwork(network.id()));
        left.volumes().forEach(volume -> runtime.removeVolume(volume.id()));
        runtime.close();
        FILTER.remove(OwnTable.name(cluster));
        LeftGroups.remove(cluster);
    }

    @Test
    void runsAdoptsRepairsAndRemovesAWholeStack() throws Exception {
        gateway.order(stack(Goal.RUNNING, 1));
        awaitReady();
        assertThat(page(endpoint())).contains("200 OK").contains("hello from db");

        String web = container(Samples.WEB).id();
        agent.close();
        int sessions = gateway.registrations().size();
        agent = Agent.start(Stage.settings(home, gateway.address()), world());
        Waiting.until("a new session", () -> gateway.registrations().size() > sessions);
        awaitReady();
        assertThat(container(Samples.WEB).id()).isEqualTo(web);

        runtime.remove(web);
        Waiting.until(
                "it is made again",
                () -> runtime.inventory().containers().size() == 3
                        && !container(Samples.WEB).id().equals(web));
        awaitReady();
        assertThat(page(endpoint())).contains("hello from db");

        gateway.order(stack(Goal.STOPPED, 2));
        Waiting.until(
                "it rests",
                () -> told().replicas().stream().allMatch(replica -> replica.state() instanceof ReplicaState.Stopped));
        gateway.order(stack(Goal.RUNNING, 3));
        awaitReady();

        gateway.order(Samples.INSTANCE, new Term(1, 5), Verdict.REMOVE);
        Waiting.until("it is gone", () -> told().gone());
        assertThat(runtime.inventory().isEmpty()).isTrue();
    }

    @Test
    void tellsWhyAnImageWasRefusedAndHowAProcessFailed() {
        ImageRef image = TestImage.plain(ENGINE);
        gateway.order(Samples.stack(
                Goal.RUNNING,
                1,
                List.of(
                        Samples.running(
                                Samples.lone(Samples.MIGRATE, Samples.NO),
                                image,
                                List.of("sh", "-c", "echo no such table; exit 3")),
                        Samples.running(
                                Samples.lone(Samples.WEB, Samples.ALWAYS),
                                ImageRef.named("127.0.0.1:1/tenantry-test/none:1"),
                                List.of("true")))));

        Waiting.until(
                "the exit is told",
                () -> state(Samples.MIGRATE) instanceof ReplicaState.Failed failed
                        && failed.failure().lastLog().contains("no such table")
                        && failed.failure().exitCode().equals(java.util.OptionalInt.of(3)));
        Waiting.until(
                "the image is told",
                () -> state(Samples.WEB) instanceof ReplicaState.Waiting
                        || state(Samples.WEB) instanceof ReplicaState.Failed);
    }

    /** A database that writes once, a migration that waits for it, and a web service that shows what was written. */
    private Assignment stack(Goal goal, long version) {
        ImageRef image = TestImage.plain(ENGINE);
        return Samples.stack(
                goal,
                version,
                List.of(
                        Samples.checked(
                                Samples.running(
                                        Samples.db(1),
                                        image,
                                        List.of(
                                                "sh",
                                                "-c",
                                                "echo hello from db > /data/index.html; exec sleep 100000")),
                                new Probe.Command(List.of("test", "-f", "/data/index.html"))),
                        Samples.running(Samples.migrate(), image, List.of("true")),
                        Samples.running(
                                Samples.mounting(Samples.web(1, 1)),
                                image,
                                List.of("httpd", "-f", "-p", "8000", "-h", "/data"))));
    }

    private void awaitReady() {
        Waiting.until(
                "the web service is ready",
                () -> gateway.known(Samples.INSTANCE).isPresent() && state(Samples.WEB) instanceof ReplicaState.Ready);
    }

    private ReplicaState state(ServiceName service) {
        return gateway.known(Samples.INSTANCE).stream()
                .flatMap(report -> report.replicas().stream())
                .filter(replica -> replica.replica().service().equals(service))
                .map(ReplicaReport::state)
                .findFirst()
                .orElseGet(ReplicaState.Absent::new);
    }

    private InstanceReport told() {
        return gateway.known(Samples.INSTANCE).orElseThrow();
    }

    private HeldContainer container(ServiceName service) {
        return runtime.inventory().containers().stream()
                .filter(one -> one.replica().service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private Endpoint endpoint() {
        return told().replicas().stream()
                .flatMap(replica -> replica.endpoint().stream())
                .findFirst()
                .orElseThrow();
    }

    private static String page(Endpoint endpoint) throws IOException {
        try (Socket socket = new Socket(endpoint.address(), endpoint.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\nHost: acme.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(10_000), StandardCharsets.UTF_8);
        }
    }

    private static Runtime runtime(ClusterId cluster) {
        return DockerRuntime.open(DockerSettings.at(ENGINE, Path.of("/nonexistent")), cluster);
    }

    private static World world() {
        return new World(
                DockerAgentTest::runtime,
                HostAddresses.ofThisMachine()::now,
                Optional.of(FILTER),
                Resolvers.ofThisMachine()::now,
                Clock.systemUTC(),
                new SecureRandom());
    }
}
