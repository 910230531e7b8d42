package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.runtime.Bounds;
import org.tenantry.agent.runtime.Collected;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.agent.runtime.HeldVolume;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.agent.runtime.LogOptions;
import org.tenantry.agent.runtime.Orders;
import org.tenantry.agent.runtime.Running;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.runtime.RuntimeContract;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.node.ClusterId;

@Tag("docker")
class DockerRuntimeTest extends RuntimeContract {
    private static final DockerSettings SETTINGS = new DockerSettings(
            URI.create("unix:///var/run/docker.sock"),
            Path.of("/nonexistent"),
            Duration.ofMinutes(2),
            Duration.ofSeconds(3),
            Bounds.usual());

    private static Engine raw;
    private static ImageRef plain;
    private static HttpFake registry;
    private static final Set<ClusterId> clusters = new HashSet<>();

    @BeforeAll
    static void builds() {
        raw = new Engine(SETTINGS);
        plain = TestImage.plain(raw);
        registry = HttpFake.answering(DockerRuntimeTest::registryAnswers);
    }

    @AfterAll
    static void closes() {
        registry.close();
        raw.close();
        clusters.forEach(LeftGroups::remove);
    }

    private static HttpFake.Answer registryAnswers(String path) {
        if (path.equals("/v2/")) {
            return new HttpFake.Answer(200, "{}");
        }
        if (path.contains("/denied/")) {
            return new HttpFake.Answer(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not yours\"}]}");
        }
        if (path.contains("/stalled/")) {
            return HttpFake.Answer.none();
        }
        return new HttpFake.Answer(404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}");
    }

    @Override
    protected Runtime open(ClusterId cluster) {
        clusters.add(cluster);
        return DockerRuntime.open(SETTINGS, cluster);
    }

    @Override
    protected ImageRef image() {
        return plain;
    }

    @Override
    protected ImageRef refusedImage() {
        return ImageRef.named(registry.address() + "/no-such:1");
    }

    @Test
    void tellsAnImageThatIsDenied() {
        refused(
                ErrorCode.INVALID,
                () -> runtime.ensureImage(ImageRef.named(registry.address() + "/denied/image:1"), progress -> {}));
    }

    @Test
    void givesUpOnAPullThatStandsStillAndSaysThatItMayBeTriedAgain() {
        assertThatThrownBy(() ->
                        runtime.ensureImage(ImageRef.named(registry.address() + "/stalled/image:1"), progress -> {}))
                .isInstanceOfSatisfying(TenantryException.class, late -> {
                    assertThat(late.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    assertThat(late.message()).contains("no progress");
                });
    }

    @Test
    void saysThatARegistryIsAway() {
        refused(
                ErrorCode.UNAVAILABLE,
                () -> runtime.ensureImage(ImageRef.named("127.0.0.1:1/image:1"), progress -> {}));
    }

    @Test
    void tellsWhatAnImageDeclares() {
        ImageFacts facts = runtime.ensureImage(TestImage.declaring(raw), progress -> {});

        assertThat(facts.volumes()).containsExactly("/other", "/own");
        assertThat(facts.user()).contains("1000:1000");
        assertThat(facts.ports()).containsExactly(443, 8080);
        assertThat(facts.health())
                .contains(new HealthCheck(
                        new HealthCheck.Probe.Command(List.of("/bin/sh", "-c", "test -d /own")),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(2),
                        5,
                        Duration.ofSeconds(3)));
    }

    @Test
    void takesALocalImageThatIsPinnedByItsOwnId() {
        String id = runtime.ensureImage(plain, progress -> {}).id();

        assertThat(runtime.ensureImage(new ImageRef(plain.name(), Optional.of(id)), progress -> {})
                        .id())
                .isEqualTo(id);
    }

    @Test
    void makesContainersThatCanDoNoHarm() {
        HeldNetwork network = orders.network("default");
        String id = orders.started(orders.container("web", FOREVER).in(network).order());

        InspectContainerResponse seen =
                raw.call(docker -> docker.inspectContainerCmd(id).exec());
        HostConfig host = seen.getHostConfig();
        assertThat(host.getRestartPolicy().getName()).isIn("no", "");
        assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
        assertThat(host.getPidsLimit()).isEqualTo(512);
        assertThat(host.getPrivileged()).isFalse();
        assertThat(host.getLogConfig().getConfig())
                .containsEntry("max-size", "10m")
                .containsEntry("max-file", "3");
        assertThat(seen.getNetworkSettings().getPorts().getBindings()).isEmpty();
        assertThat(Objects.requireNonNull(seen.getConfig().getHealthcheck()).getTest())
                .containsExactly("NONE");
        assertThat(seen.getConfig().getHostName()).isEqualTo("web");
    }

    @Test
    void givesEachNetworkTheDeviceThatItWasToldAndNoIPv6() {
        HeldNetwork network = orders.network("default");

        Network seen = raw.call(
                docker -> docker.inspectNetworkCmd().withNetworkId(network.id()).exec());
        assertThat(seen.getOptions()).containsEntry("com.docker.network.bridge.name", network.device());
        assertThat(seen.getEnableIPv6()).isFalse();
        assertThat(Path.of("/sys/class/net", network.device())).exists();
        runtime.removeNetwork(network.id());
        assertThat(Path.of("/sys/class/net", network.device())).doesNotExist();
    }

    @Test
    void makesMoreNetworksThanTheEnginesOwnPoolsHave() {
        for (int i = 0; i < 40; i++) {
            orders.network("network" + i);
        }

        assertThat(runtime.inventory().networks()).hasSize(40);
    }

    @Test
    void finishesAContainerThatAKilledAgentLeftHalfMade() {
        HeldNetwork front = orders.network("front");
        HeldNetwork back = orders.network("back");
        ContainerOrder order =
                orders.container("app", FOREVER).in(front).in(back, "backend").order();
        String id = runtime.createContainer(order);
        raw.call(docker -> docker.disconnectFromNetworkCmd()
                .withNetworkId(back.id())
                .withContainerId(id)
                .exec());
        assertThat(only().state()).isEqualTo(new ContainerState.Unfinished());

        assertThat(runtime.createContainer(order)).isEqualTo(id);

        assertThat(only().state()).isEqualTo(new ContainerState.Created());
        runtime.start(id);
        assertThat(only().addresses()).containsOnlyKeys(front.id(), back.id());
        assertThat(runtime.exec(id, reaching("backend"), BRIEFLY))
                .isInstanceOfSatisfying(
                        ExecResult.Ended.class,
                        ended -> assertThat(ended.code()).isZero());
    }

    @Test
    void keepsTheOwnerOfAVolume() {
        ImageRef declaring = TestImage.declaring(raw);
        Orders own = new Orders(runtime, declaring);
        HeldVolume volume = own.volume(new VolumeKey.Named("own"));
        HeldVolume other = own.volume(new VolumeKey.Named("other"));
        String old = own.started(own.container("db", FOREVER)
                .with(volume, "/own")
                .with(other, "/other")
                .order());
        assertThat(runtime.exec(old, List.of("sh", "-c", "echo mine > /own/file"), BRIEFLY))
                .isEqualTo(new ExecResult.Ended(0, ""));
        runtime.remove(old);

        String fresh = own.started(own.container("db", FOREVER)
                .with(volume, "/own")
                .with(other, "/other")
                .revision('2')
                .order());

        assertThat(runtime.exec(fresh, List.of("stat", "-c", "%u:%g", "/own/file"), BRIEFLY))
                .isEqualTo(new ExecResult.Ended(0, "1000:1000\n"));
        assertThat(runtime.exec(fresh, List.of("sh", "-c", "echo more >> /own/file"), BRIEFLY))
                .isEqualTo(new ExecResult.Ended(0, ""));
    }

    @Test
    void stopsByTheContainersOwnSignal() {
        String id =
                orders.started(orders.container("web", "trap 'exit 9' USR1; echo up; while true; do sleep 0.1; done")
                        .stoppedBy("SIGUSR1")
                        .order());
        Waiting.until("the trap is set", () -> runtime.lastLog(id, 1).equals(List.of("up")));

        runtime.stop(id, Duration.ofSeconds(30));

        assertThat(((ContainerState.Exited) only().state()).code()).isEqualTo(9);
    }

    @Test
    void killsACommandThatIsOutOfTime() {
        String id = orders.started(orders.container("web", FOREVER).order());

        runtime.exec(id, List.of("sleep", "54321"), Duration.ofMillis(500));

        Waiting.until(
                "the command is gone",
                () -> !runtime.exec(id, List.of("ps"), BRIEFLY).output().contains("sleep 54321"));
    }

    @Test
    void killsAStreamedCommandWhenItIsCancelled() {
        String id = orders.started(orders.container("web", FOREVER).order());
        Collected all = new Collected();
        Running command =
                runtime.exec(id, List.of("sh", "-c", "echo up; exec sleep 54321"), InputStream.nullInputStream(), all);
        Waiting.until("the command runs", () -> all.text().equals("up\n"));

        command.close();

        Waiting.until(
                "the command is gone",
                () -> !runtime.exec(id, List.of("ps"), BRIEFLY).output().contains("sleep 54321"));
    }

    @Test
    void holdsAProcessBackWhileItsTakerIsSlow() throws InterruptedException {
        String id = orders.started(orders.container("web", FOREVER).order());
        AtomicLong taken = new AtomicLong();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);

        Running command = runtime.exec(
                id,
                List.of("sh", "-c", "head -c 20000000 /dev/zero; echo all > /tmp-done"),
                InputStream.nullInputStream(),
                (channel, bytes) -> {
                    taken.addAndGet(bytes.length);
                    first.countDown();
                    awaited(goOn);
                });
        first.await();
        for (int i = 0; i < 5; i++) {
            assertThat(runtime.exec(id, List.of("cat", "/tmp-done"), BRIEFLY))
                    .isInstanceOfSatisfying(
                            ExecResult.Ended.class,
                            ended -> assertThat(ended.code()).isEqualTo(1));
        }
        goOn.countDown();

        assertThat(command.await()).hasValue(0);
        assertThat(taken.get()).isEqualTo(20_000_000);
    }

    @Test
    void answersCallsWhileManyStreamsAreOpen() {
        String id =
                orders.started(orders.container("web", "echo up; " + FOREVER).order());
        List<Running> open = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            open.add(runtime.logs(id, new LogOptions(OptionalInt.empty(), true, false), new Collected()));
        }

        assertThat(only().state()).isInstanceOf(ContainerState.Running.class);
        assertThat(runtime.exec(id, List.of("true"), BRIEFLY)).isEqualTo(new ExecResult.Ended(0, ""));
        open.forEach(Running::close);
    }

    @Test
    void cutsLongLinesAndLongOutput() {
        String id = orders.started(
                orders.container("web", "head -c 100000 /dev/zero | tr '\\0' x; echo; echo end; " + FOREVER)
                        .order());
        Waiting.until("the last line", () -> runtime.lastLog(id, 1).equals(List.of("end")));

        assertThat(runtime.lastLog(id, 2).getFirst()).hasSize(1000);
        String command = "head -c 100000 /dev/zero | tr '\\0' y";
        assertThat(runtime.exec(id, List.of("sh", "-c", command), BRIEFLY).output())
                .hasSize(16 * 1024);
    }

    @Test
    void refusesToReadWhatANewerReleaseWrote() {
        Map<String, String> newer = new HashMap<>(new Labels(cluster()).of(orders.owner()));
        newer.put("org.tenantry.format", "2");
        String name = "tenantry-test-" + orders.owner().instance();
        raw.call(docker ->
                docker.createVolumeCmd().withName(name).withLabels(newer).exec());
        try {
            refused(ErrorCode.UNSUPPORTED_VERSION, () -> runtime.inventory());
            refused(ErrorCode.UNSUPPORTED_VERSION, () -> runtime.removeVolume(name));
        } finally {
            raw.call(docker -> docker.removeVolumeCmd(name).exec());
        }
    }

    @Test
    void leavesAloneWhatSomebodyLabelledByHand() {
        String name = "tenantry-test-" + orders.owner().instance();
        Map<String, String> half = Map.of("org.tenantry.cluster", cluster().value());
        raw.call(docker ->
                docker.createVolumeCmd().withName(name).withLabels(half).exec());
        try {
            assertThat(runtime.inventory().isEmpty()).isTrue();
            refused(ErrorCode.CONFLICT, () -> runtime.removeVolume(name));
        } finally {
            raw.call(docker -> docker.removeVolumeCmd(name).exec());
        }
    }

    @Test
    void takesPrivilegesThatNoApplicationNeeds() {
        String id = orders.started(orders.container("web", FOREVER).order());

        String status = said(id, "cat", "/proc/1/status");

        // Of the engine's own 0xa80425fb: no AUDIT_WRITE (29), MKNOD (27), NET_RAW (13) and SETFCAP (31).
        assertThat(status).contains("CapBnd:\t00000000000405fb").contains("NoNewPrivs:\t1");
    }

    @Test
    void runsAnInit() {
        String id = orders.started(orders.container("web", FOREVER).order());

        assertThat(said(id, "cat", "/proc/1/comm")).isEqualTo("docker-init\n");
    }

    @Test
    void boundsWhatNamesNoLimits() {
        HostConfig host =
                host(runtime.createContainer(orders.container("web", FOREVER).order()));

        assertThat(host.getMemory()).isEqualTo(2L << 30);
        assertThat(host.getNanoCPUs()).isBetween(1_000_000_000L, 2_000_000_000L);
        assertThat(host.getPidsLimit()).isEqualTo(512);
    }

    @Test
    void boundsAllContainersOfATenantTogether() {
        Limits tenant = new Limits(OptionalInt.of(1_000), OptionalLong.of(64L << 20), OptionalInt.of(40));
        Bounds usual = Bounds.usual();
        DockerSettings settings = DockerSettings.at(
                SETTINGS.engine(), SETTINGS.logins(), new Bounds(usual.container(), true, usual.group(), tenant));
        try (DockerRuntime bounded = DockerRuntime.open(settings, cluster())) {
            ContainerOrder order = orders.container("web", FOREVER).order();
            bounded.bound(order.owner().tenant());
            String id = bounded.createContainer(order);
            bounded.start(id);

            // More than it may have by the tenant's bound, and far less than by its own.
            ExecResult result = bounded.exec(
                    id,
                    List.of("sh", "-c", "i=0; while [ $i -lt 60 ]; do sleep 1000 >/dev/null 2>&1 & i=$((i+1)); done"),
                    Duration.ofSeconds(30));

            assertThat(result.toString()).contains("can't fork");
            assertThat(LeftGroups.of(cluster()))
                    .isNotEmpty()
                    .allSatisfy(group -> assertThat(
                                    group.resolve(order.owner().tenant().value()))
                            .isDirectory());
        }
    }

    @Test
    void saysWhatTheEngineWillNeverStart() {
        ContainerOrder order =
                orders.container("web", FOREVER).as("nobody-knows-me").order();
        String id = runtime.createContainer(order);

        assertThatThrownBy(() -> runtime.start(id))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("nobody-knows-me");
    }

    private String said(String id, String... command) {
        ExecResult result = runtime.exec(id, List.of(command), Duration.ofSeconds(30));
        assertThat(result).isInstanceOf(ExecResult.Ended.class);
        return ((ExecResult.Ended) result).output();
    }

    private static HostConfig host(String id) {
        return raw.call(docker -> docker.inspectContainerCmd(id).exec()).getHostConfig();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
