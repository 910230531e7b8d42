package org.tenantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.secret.Secret;

/** What every {@link Runtime} keeps: the fake one, so that tests with it mean something, and the real one. */
public abstract class RuntimeContract {
    protected static final String FOREVER = "exec sleep 100000";
    protected static final Duration BRIEFLY = Duration.ofSeconds(20);

    private final ClusterId cluster = new ClusterId(Orders.id("c-"));
    protected Runtime runtime;
    protected Orders orders;

    /** A runtime of that cluster, always on the same engine. */
    protected abstract Runtime open(ClusterId cluster);

    /** An image with a shell that is present. */
    protected abstract ImageRef image();

    /** An image that its registry refuses. */
    protected abstract ImageRef refusedImage();

    protected final ClusterId cluster() {
        return cluster;
    }

    @BeforeEach
    void opens() {
        runtime = open(cluster);
        orders = new Orders(runtime, image());
    }

    @AfterEach
    void removesWhatItMade() {
        removeAll(runtime);
        assertThat(runtime.inventory().isEmpty()).isTrue();
        runtime.close();
    }

    static void removeAll(Runtime runtime) {
        Inventory left = runtime.inventory();
        left.containers().forEach(one -> runtime.remove(one.id()));
        left.networks().forEach(one -> runtime.removeNetwork(one.id()));
        left.volumes().forEach(one -> runtime.removeVolume(one.id()));
    }

    @Test
    void tellsWhatTheEngineIs() {
        EngineFacts facts = runtime.facts();

        assertThat(facts.version()).isNotBlank();
        assertThat(facts.api()).matches("1\\.[0-9]+");
        assertThat(facts.cores()).isPositive();
        assertThat(facts.memoryBytes()).isPositive();
        assertThat(facts.diskBytes()).isGreaterThanOrEqualTo(facts.diskFreeBytes());
    }

    @Test
    void takesAContainerThroughItsLife() {
        HeldNetwork network = orders.network("default");

        String id = runtime.createContainer(
                orders.container("web", FOREVER).in(network).order());
        assertThat(only().state()).isEqualTo(new ContainerState.Created());
        assertThat(only().addresses()).isEmpty();

        runtime.start(id);
        assertThat(only().state()).isInstanceOf(ContainerState.Running.class);
        assertThat(only().address(network).orElseThrow()).startsWith("10.");

        runtime.stop(id, Duration.ZERO);
        assertThat(only().state()).isInstanceOf(ContainerState.Exited.class);
        assertThat(only().addresses()).isEmpty();

        runtime.remove(id);
        assertThat(runtime.inventory().containers()).isEmpty();
    }

    @Test
    void findsEverythingByItsLabels() {
        HeldNetwork network = orders.network("back");
        HeldVolume data = orders.volume(new VolumeKey.Named("db_data"));
        ContainerOrder order =
                orders.container("db", FOREVER).in(network).with(data, "/data").order();
        String id = orders.started(order);

        try (Runtime restarted = open(cluster)) {
            Inventory found = restarted.inventory(orders.owner().instance());
            assertThat(found.networks()).containsExactly(network);
            assertThat(found.volumes()).containsExactly(data);
            assertThat(found.containers()).hasSize(1);
            assertThat(found.containers().getFirst().id()).isEqualTo(id);
            assertThat(found.containers().getFirst().owner()).isEqualTo(order.owner());
            assertThat(found.containers().getFirst().replica()).isEqualTo(order.replica());
            assertThat(found.containers().getFirst().revision()).isEqualTo(order.revision());
            assertThat(restarted.inventory()).isEqualTo(found);
        }
    }

    @Test
    void mayBeToldEverythingTwice() {
        HeldNetwork network = orders.network("default");
        HeldVolume volume = orders.volume(new VolumeKey.Named("data"));
        ContainerOrder order = orders.container("web", FOREVER)
                .in(network)
                .with(volume, "/data")
                .order();
        String id = runtime.createContainer(order);

        assertThat(orders.network("default")).isEqualTo(network);
        assertThat(orders.volume(new VolumeKey.Named("data"))).isEqualTo(volume);
        assertThat(runtime.createContainer(order)).isEqualTo(id);
        runtime.start(id);
        ContainerState running = only().state();
        runtime.start(id);
        assertThat(only().state()).isEqualTo(running);
        assertThat(runtime.createContainer(order)).isEqualTo(id);
        runtime.stop(id, Duration.ZERO);
        ContainerState exited = only().state();
        runtime.stop(id, Duration.ZERO);
        assertThat(only().state()).isEqualTo(exited);
        runtime.remove(id);
        runtime.remove(id);
        runtime.removeVolume(volume.id());
        runtime.removeVolume(volume.id());
        runtime.removeNetwork(network.id());
        runtime.removeNetwork(network.id());
        assertThat(runtime.inventory().isEmpty()).isTrue();
    }

    @Test
    void makesAContainerPerRevision() {
        String one = runtime.createContainer(
                orders.container("web", FOREVER).revision('1').order());
        String other = runtime.createContainer(
                orders.container("web", FOREVER).revision('2').order());

        assertThat(one).isNotEqualTo(other);
        assertThat(runtime.inventory().containers()).hasSize(2);
    }

    @Test
    void neverSeesOrTouchesAnotherCluster() {
        String similar = cluster.value().substring(0, 13) + (cluster.value().endsWith("a") ? "b" : "a");
        HeldNetwork network = orders.network("default");
        HeldVolume volume = orders.volume(new VolumeKey.Named("data"));
        String id = orders.started(orders.container("web", FOREVER).in(network).order());

        try (Runtime other = open(new ClusterId(similar))) {
            assertThat(other.inventory().isEmpty()).isTrue();
            assertThat(other.inventory(orders.owner().instance()).isEmpty()).isTrue();
            refused(ErrorCode.CONFLICT, () -> other.start(id));
            refused(ErrorCode.CONFLICT, () -> other.stop(id, Duration.ZERO));
            refused(ErrorCode.CONFLICT, () -> other.remove(id));
            refused(ErrorCode.CONFLICT, () -> other.exec(id, List.of("true"), BRIEFLY));
            refused(ErrorCode.CONFLICT, () -> other.lastLog(id, 1));
            refused(ErrorCode.CONFLICT, () -> other.removeNetwork(network.id()));
            refused(ErrorCode.CONFLICT, () -> other.removeVolume(volume.id()));
        }
        assertThat(only().state()).isInstanceOf(ContainerState.Running.class);
        assertThat(runtime.inventory().networks()).containsExactly(network);
        assertThat(runtime.inventory().volumes()).containsExactly(volume);
    }

    @Test
    void keepsInstancesOfTheSameClusterApart() {
        Orders another = new Orders(runtime, image());
        orders.volume(new VolumeKey.Named("data"));
        another.volume(new VolumeKey.Named("data"));

        assertThat(runtime.inventory().volumes()).hasSize(2);
        assertThat(runtime.inventory().instances())
                .containsExactlyInAnyOrder(
                        orders.owner().instance(), another.owner().instance());
        assertThat(runtime.inventory(another.owner().instance()).volumes())
                .extracting(HeldVolume::owner)
                .containsExactly(another.owner());
    }

    @Test
    void tellsHowAProcessEndedAndWhatItSaidLast() {
        String id = orders.started(orders.container("job", "echo one; echo two; echo three; exit 3")
                .order());
        Waiting.until("the end of the container", () -> only().state() instanceof ContainerState.Exited);

        assertThat(((ContainerState.Exited) only().state()).code()).isEqualTo(3);
        assertThat(runtime.lastLog(id, 2)).containsExactly("two", "three");
        assertThat(runtime.lastLog(id, 10)).containsExactly("one", "two", "three");
    }

    @Test
    void startsAgainWhatEnded() {
        String id = orders.started(orders.container("job", "echo again; exit 1").order());
        Waiting.until("the end of the container", () -> only().state() instanceof ContainerState.Exited);

        runtime.start(id);

        Waiting.until("a second end", () -> runtime.lastLog(id, 10).equals(List.of("again", "again")));
    }

    @Test
    void tellsWhatAnImageIs() {
        assertThat(runtime.ensureImage(image(), progress -> {}).id()).startsWith("sha256:");
    }

    @Test
    void namesTheFieldOfARefusedImage() {
        assertThatThrownBy(() -> runtime.ensureImage(refusedImage(), progress -> {}))
                .isInstanceOfSatisfying(TenantryException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID);
                    assertThat(refusal.field()).contains("image");
                    assertThat(refusal.message()).contains(refusedImage().name());
                    assertThat(refusal.parameters()).containsKey("reason");
                });
    }

    @Test
    void runsCommandsInAContainer() {
        String id = orders.started(orders.container("web", FOREVER).order());

        assertThat(runtime.exec(id, List.of("echo", "well"), BRIEFLY)).isEqualTo(new ExecResult.Ended(0, "well\n"));
        assertThat(runtime.exec(id, List.of("sh", "-c", "exit 7"), BRIEFLY)).isEqualTo(new ExecResult.Ended(7, ""));
        assertThat(runtime.exec(id, List.of("sleep", "100000"), Duration.ofMillis(200)))
                .isEqualTo(new ExecResult.TimedOut(""));
        assertThat(runtime.exec(id, List.of("no-such-program"), BRIEFLY)).isInstanceOf(ExecResult.NotStarted.class);
    }

    @Test
    void runsNoCommandInAContainerThatRests() {
        String id = runtime.createContainer(orders.container("web", FOREVER).order());

        assertThat(runtime.exec(id, List.of("true"), BRIEFLY)).isInstanceOf(ExecResult.NotStarted.class);
    }

    @Test
    void passesTheEnvironmentOn() {
        String id = orders.started(orders.container("db", FOREVER)
                .with("PLAIN", new EnvironmentValue.Plain("a b=c"))
                .with("PASSWORD", new EnvironmentValue.Sensitive(Secret.of("s3cret")))
                .order());

        assertThat(runtime.exec(id, List.of("sh", "-c", "echo $PLAIN"), BRIEFLY).output())
                .isEqualTo("a b=c\n");
        assertThat(runtime.exec(id, List.of("sh", "-c", "echo $PASSWORD"), BRIEFLY)
                        .output())
                .isEqualTo("s3cret\n");
    }

    @Test
    void letsServicesFindEachOtherInTheirNetworksOnly() {
        HeldNetwork front = orders.network("front");
        HeldNetwork back = orders.network("back");
        String web = orders.started(orders.container("web", FOREVER).in(front).order());
        orders.started(
                orders.container("app", FOREVER).in(front, "backend").in(back).order());
        String db = orders.started(
                orders.container("db", FOREVER).in(back, "postgres").order());

        assertThat(reaches(web, "app")).isTrue();
        assertThat(reaches(web, "backend")).isTrue();
        assertThat(reaches(db, "app")).isTrue();
        assertThat(reaches(db, "postgres")).isTrue();
        assertThat(reaches(web, "db")).isFalse();
        assertThat(reaches(web, "postgres")).isFalse();
        assertThat(reaches(db, "backend")).isFalse();
    }

    private boolean reaches(String from, String name) {
        return runtime.exec(from, reaching(name), BRIEFLY) instanceof ExecResult.Ended ended && ended.code() == 0;
    }

    /** A command that succeeds where that name answers: nobody listens there, and it says so. */
    protected static List<String> reaching(String name) {
        return List.of("sh", "-c", "nc -w 10 " + name + " 9 </dev/null 2>&1 | grep -q refused");
    }

    @Test
    void keepsWhatIsInAVolumeWhenItsContainerIsReplaced() {
        HeldVolume volume = orders.volume(new VolumeKey.Named("data"));
        String old = orders.started(
                orders.container("db", FOREVER).with(volume, "/data").order());
        runtime.exec(old, List.of("sh", "-c", "echo kept > /data/file"), BRIEFLY);
        runtime.remove(old);

        String fresh = orders.started(orders.container("db", FOREVER)
                .with(volume, "/data")
                .revision('2')
                .order());

        assertThat(runtime.exec(fresh, List.of("cat", "/data/file"), BRIEFLY))
                .isEqualTo(new ExecResult.Ended(0, "kept\n"));
    }

    @Test
    void findsNothingInAVolumeThatWasRemovedAndMadeAgain() {
        HeldVolume volume = orders.volume(new VolumeKey.Named("data"));
        String old = orders.started(
                orders.container("db", FOREVER).with(volume, "/data").order());
        runtime.exec(old, List.of("sh", "-c", "echo kept > /data/file"), BRIEFLY);
        refused(ErrorCode.CONFLICT, () -> runtime.removeVolume(volume.id()));
        runtime.remove(old);
        runtime.removeVolume(volume.id());

        String fresh = orders.started(orders.container("db", FOREVER)
                .with(orders.volume(new VolumeKey.Named("data")), "/data")
                .order());

        assertThat(runtime.exec(fresh, List.of("cat", "/data/file"), BRIEFLY)).isInstanceOf(ExecResult.Ended.class);
        assertThat(((ExecResult.Ended) runtime.exec(fresh, List.of("cat", "/data/file"), BRIEFLY)).code())
                .isEqualTo(1);
    }

    @Test
    void keepsTheDeclaredVolumesOfReplicasApart() {
        ServiceName service = new ServiceName("db");
        VolumeKey first = new VolumeKey.Declared(new ReplicaKey(service, 1), "/var/lib/data");
        VolumeKey second = new VolumeKey.Declared(new ReplicaKey(service, 2), "/var/lib/data");

        assertThat(orders.volume(first)).isNotEqualTo(orders.volume(second));
        assertThat(runtime.inventory().volume(first)).contains(orders.volume(first));
        assertThat(runtime.inventory().volume(new VolumeKey.Named("/var/lib/data")))
                .isEmpty();
    }

    @Test
    void mountsNoVolumeThatIsNotThere() {
        HeldVolume gone = orders.volume(new VolumeKey.Named("data"));
        runtime.removeVolume(gone.id());
        ContainerOrder order =
                orders.container("db", FOREVER).with(gone, "/data").order();

        refused(ErrorCode.NOT_FOUND, () -> runtime.createContainer(order));
        assertThat(runtime.inventory().isEmpty()).isTrue();
    }

    @Test
    void keepsANetworkInTheFormItWasMade() {
        HeldNetwork network = orders.network("default");
        NetworkOrder internal = new NetworkOrder(orders.owner(), "default", network.subnet(), Orders.id("tn-"), true);

        refused(ErrorCode.CONFLICT, () -> runtime.createNetwork(internal));
    }

    @Test
    void tellsWhichAddressesAreInUse() {
        HeldNetwork network = orders.network("default");

        assertThat(runtime.subnets()).contains(network.subnet());
        NetworkOrder overlapping = new NetworkOrder(orders.owner(), "other", network.subnet(), Orders.id("tn-"), false);
        refused(ErrorCode.CONFLICT, () -> runtime.createNetwork(overlapping));
    }

    @Test
    void tellsOfChanges() {
        Heard heard = new Heard();
        String id = runtime.createContainer(orders.container("web", FOREVER).order());
        try (Runtime.Subscription subscription = runtime.events(heard)) {
            Waiting.until("the opening is told", () -> heard.openings() == 1);

            runtime.start(id);
            Waiting.until("a start is told", () -> heard.changes() >= 1);

            int before = heard.changes();
            runtime.stop(id, Duration.ZERO);
            Waiting.until("an end is told", () -> heard.changes() > before);
        }
    }

    @Test
    void tellsWhetherAProcessEndedByItself() {
        Heard heard = new Heard();
        String stopped =
                runtime.createContainer(orders.container("polite", "trap 'exit 0' TERM; while :; do sleep 0.1; done")
                        .order());
        String done = runtime.createContainer(orders.container("job", "exit 0").order());
        try (Runtime.Subscription subscription = runtime.events(heard)) {
            Waiting.until("the opening is told", () -> heard.openings() == 1);

            runtime.start(stopped);
            runtime.stop(stopped, BRIEFLY);
            assertEnd(heard, stopped, false);
            runtime.start(done);
            assertEnd(heard, done, true);
        }
    }

    /** The last end that was told is of what the container shows. */
    private void assertEnd(Heard heard, String id, boolean byItself) {
        Waiting.until(
                "its end is told",
                () -> heard.ends().stream().anyMatch(end -> end.container().equals(id)));
        RunEnd end = heard.ends().getLast();
        assertThat(end.container()).isEqualTo(id);
        assertThat(end.byItself()).isEqualTo(byItself);
        HeldContainer shown = runtime.inventory().containers().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(shown.state())
                .isInstanceOfSatisfying(
                        ContainerState.Exited.class,
                        exited -> assertThat(exited.finishedAt()).isBeforeOrEqualTo(end.at()));
    }

    @Test
    void streamsALogToItsEnd() throws InterruptedException {
        String id = orders.started(
                orders.container("job", "echo one; echo two; exit 0").order());
        Collected all = new Collected();

        try (Running log = runtime.logs(id, new LogOptions(OptionalInt.empty(), true, false), all)) {
            assertThat(log.await()).isEmpty();
        }

        assertThat(all.text()).isEqualTo("one\ntwo\n");
        assertThat(all.channels()).containsOnly(ByteFrames.Channel.OUTPUT);
    }

    @Test
    void letsAFollowedLogBeCancelled() throws InterruptedException {
        String id =
                orders.started(orders.container("web", "echo up; " + FOREVER).order());
        Collected all = new Collected();

        Running log = runtime.logs(id, new LogOptions(OptionalInt.of(5), true, false), all);
        Waiting.until("the first line", () -> all.text().equals("up\n"));
        log.close();

        assertThat(log.await()).isEmpty();
    }

    @Test
    void streamsACommandBothWays() throws InterruptedException {
        String id = orders.started(orders.container("web", FOREVER).order());
        InputStream input = new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8));
        Collected all = new Collected();

        try (Running command = runtime.exec(id, List.of("cat"), input, all)) {
            assertThat(command.await()).hasValue(0);
        }

        assertThat(all.text()).isEqualTo("typed\n");
    }

    @Test
    void tellsHowAStreamedCommandEnded() throws InterruptedException {
        String id = orders.started(orders.container("web", FOREVER).order());
        Collected all = new Collected();

        try (Running command =
                runtime.exec(id, List.of("sh", "-c", "echo so; exit 4"), InputStream.nullInputStream(), all)) {
            assertThat(command.await()).hasValue(4);
        }

        assertThat(all.text()).isEqualTo("so\n");
    }

    @Test
    void letsAStreamedCommandBeCancelled() throws InterruptedException {
        String id = orders.started(orders.container("web", FOREVER).order());

        Running command = runtime.exec(id, List.of("sleep", "100000"), InputStream.nullInputStream(), new Collected());
        command.close();

        assertThat(command.await()).isEmpty();
    }

    @Test
    void saysThatAContainerIsGone() {
        String gone = runtime.createContainer(orders.container("web", FOREVER).order());
        runtime.remove(gone);

        refused(ErrorCode.NOT_FOUND, () -> runtime.start(gone));
        refused(ErrorCode.NOT_FOUND, () -> runtime.stop(gone, Duration.ZERO));
        refused(ErrorCode.NOT_FOUND, () -> runtime.exec(gone, List.of("true"), BRIEFLY));
        refused(ErrorCode.NOT_FOUND, () -> runtime.lastLog(gone, 1));
    }

    protected final HeldContainer only() {
        List<HeldContainer> all = runtime.inventory().containers();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    protected static void refused(ErrorCode code, ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TenantryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
