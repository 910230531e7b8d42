package org.tenantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.firewall.OwnTable;
import org.tenantry.agent.runtime.Act;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.Verdict;

class AgentScenariosTest {
    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage(home);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void joinsFollowsAndTellsWhereTheWebAnswers() throws Exception {
        stage.gateway.order(Stage.web(Goal.RUNNING, 1));

        stage.startAgent();
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);

        InstanceReport report = stage.gateway.known(Samples.INSTANCE).orElseThrow();
        assertThat(report.replicas().getFirst().endpoint()).hasValueSatisfying(endpoint -> {
            assertThat(endpoint.port()).isEqualTo(8000);
            assertThat(endpoint.device()).startsWith("tn-").hasSize(15);
            assertThat(endpoint.address()).startsWith("10.208.");
            assertThat(endpoint.term()).isEqualTo(Samples.TERM);
        });
        assertThat(stage.gateway.enrolments()).hasSize(1);
        assertThat(home.resolve("agent/agent.json")).content().contains("\"nodeId\":\"n-aaaaaaaaaaaa\"");
    }

    @Test
    void bringsAWholeStackUpInOrder() throws Exception {
        stage.engine.acts(Samples.MIGRATE, start -> Act.exits(0));
        stage.startAgent();

        stage.gateway.order(Samples.stack(
                Goal.RUNNING,
                1,
                Samples.stack(Goal.RUNNING, 1, 2).services().stream()
                        .map(service -> service.name().equals(Samples.WEB)
                                ? Samples.checked(service, new HealthCheck.Probe.Alive())
                                : service)
                        .toList()));

        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
        stage.awaitState(Samples.MIGRATE, ReplicaState.Done.class);
        assertThat(containers()).hasSize(4);
    }

    @Test
    void startsNothingBeforeTheFirewallIsAroundIt() throws Exception {
        stage.filter.breaks(true);
        stage.gateway.order(Stage.web(Goal.RUNNING, 1));

        stage.startAgent();
        Waiting.until(
                "why it waits is told",
                () -> stage.gateway.known(Samples.INSTANCE).stream()
                        .anyMatch(report -> report.toString().contains("the firewall cannot be set: it is broken")));
        assertThat(stage.starts()).isZero();

        stage.filter.breaks(false);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
        String device = stage.gateway
                .known(Samples.INSTANCE)
                .orElseThrow()
                .replicas()
                .getFirst()
                .endpoint()
                .orElseThrow()
                .device();
        assertThat(stage.filter.listing(OwnTable.name(Samples.CLUSTER)))
                .get()
                .asString()
                .contains(device);
    }

    @Test
    void goesOnFromDiskWithoutAnyGatewayAfterAReboot() throws Exception {
        runs();
        stage.stopAgent();
        stage.gateway.leave();
        stage.engine.reboot();

        stage.startAgent();

        Waiting.until("the instance runs again", () -> containers().stream().allMatch(AgentScenariosTest::runs));
        assertThat(containers()).hasSize(1);
    }

    @Test
    void opensANewSessionAndTellsEverythingWhenTheGatewayIsBack() throws Exception {
        runs();
        stage.gateway.leave();

        stage.gateway.comeBack();

        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
        assertThat(stage.gateway.registrations().getLast().held())
                .containsExactly(new Held(Samples.INSTANCE, Samples.TERM, 1));
        assertThat(stage.starts()).isEqualTo(1);
    }

    @Test
    void adoptsWhatRunsAfterARestartOfTheAgent() throws Exception {
        runs();
        int calls = changes().size();
        stage.stopAgent();
        int before = stage.gateway.registrations().size();

        stage.startAgent();
        Waiting.until("a new session", () -> stage.gateway.registrations().size() > before);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);

        assertThat(changes()).hasSize(calls);
        assertThat(stage.gateway.enrolments()).hasSize(1);
    }

    @Test
    void startsAContainerAgainThatSomebodyRemoved() throws Exception {
        runs();

        stage.engine.removeByHand(containers().getFirst().id());

        Waiting.until("it is back", () -> stage.starts() == 2 && containers().size() == 1);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void startsAgainWhatEndedWithTheEngineWhateverThePolicySays() throws Exception {
        runsOnce();

        stage.engine.reboot();

        Waiting.until("it runs again", () -> stage.starts() == 2);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void startsAgainWhatAnEngineEndedThatWasStopped() throws Exception {
        runsOnce();
        stage.engine.shutDown(0);

        stage.engine.away(false);

        Waiting.until("it runs again", () -> stage.starts() == 2);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void startsAgainWhatAnEngineEndedThatWasKilled() throws Exception {
        runsOnce();
        stage.engine.crash(0);

        stage.engine.away(false);

        Waiting.until("it runs again", () -> stage.starts() == 2);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void triesAgainWhatAnEngineRefusedBeforeItWentAway() throws Exception {
        stage.engine.failNext("start", TenantryException.of(ErrorCode.INVALID, "containerd is gone"));
        stage.gateway.order(Stage.web(Goal.RUNNING, 1));
        stage.startAgent();
        stage.awaitState(Samples.WEB, ReplicaState.Failed.class);

        stage.engine.away(false);

        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void startsAgainWhatSomebodyStopped() throws Exception {
        runsOnce();

        stage.engine.signal(containers().getFirst().id(), 0);

        Waiting.until("it runs again", () -> stage.starts() == 2);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void leavesDownWhatEndedByItselfAsItShould() throws Exception {
        runsOnce();

        stage.engine.exit(containers().getFirst().id(), 0);

        stage.awaitState(Samples.WEB, ReplicaState.Done.class);
        stage.engine.reboot();
        stage.stopAgent();
        stage.startAgent();
        stage.awaitState(Samples.WEB, ReplicaState.Done.class);
        assertThat(stage.starts()).isEqualTo(1);
    }

    @Test
    void doesNothingTwiceForTheSameOrders() throws Exception {
        runs();
        int changes = changes().size();

        for (int i = 0; i < 20; i++) {
            stage.gateway.tell();
        }
        stage.gateway.order(Stage.web(Goal.RUNNING, 2));
        Waiting.until(
                "the newer version is followed",
                () -> stage.gateway
                        .known(Samples.INSTANCE)
                        .filter(report -> report.version() == 2)
                        .isPresent());

        assertThat(changes()).hasSize(changes);
        assertThat(stage.gateway.fetched()).hasSize(2);
    }

    @Test
    void refusesOrdersOfAnOlderTerm() throws Exception {
        runs();
        int sessions = stage.gateway.registrations().size();

        stage.gateway.orders(
                new Orders(new Term(1, 4), List.of(new Order(Samples.INSTANCE, new Term(1, 4), 9, Verdict.REMOVE))));

        Waiting.until(
                "the session is given up", () -> stage.gateway.registrations().size() > sessions + 1);
        assertThat(containers()).hasSize(1).allMatch(AgentScenariosTest::runs);
    }

    @Test
    void refusesAnOrderOfAnOlderTermWithinNewerOrders() throws Exception {
        runs();

        stage.gateway.orders(
                new Orders(new Term(1, 6), List.of(new Order(Samples.INSTANCE, new Term(1, 4), 9, Verdict.REMOVE))));
        stage.gateway.order(Samples.INSTANCE, new Term(1, 6), Verdict.KEEP_ASIDE);

        Waiting.until("it is stopped", () -> containers().stream().noneMatch(AgentScenariosTest::runs));
        assertThat(containers()).hasSize(1);
    }

    @Test
    void removesNothingThatTheOrdersDoNotName() throws Exception {
        runs();
        int changes = changes().size();

        stage.gateway.orders(new Orders(new Term(1, 6), List.of()));
        stage.gateway.loseNextReport();
        int sessions = stage.gateway.registrations().size();
        stage.gateway.leave();
        stage.gateway.comeBack();
        Waiting.until("a new session", () -> stage.gateway.registrations().size() > sessions);
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);

        assertThat(changes()).hasSize(changes);
    }

    @Test
    void tellsEverythingAgainWhenAReportWasLost() throws Exception {
        runs();
        stage.gateway.loseNextReport();

        stage.engine.exit(containers().getFirst().id(), 1);

        Waiting.until("it runs again", () -> stage.starts() == 2);
        Waiting.until(
                "the whole was told",
                () -> stage.gateway.reports().getLast().part().isPresent());
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @Test
    void keepsAsideWhatIsNotWantedHereAndFollowsItAgain() throws Exception {
        runs();

        stage.gateway.order(Samples.INSTANCE, new Term(1, 5), Verdict.KEEP_ASIDE);
        stage.awaitState(Samples.WEB, ReplicaState.Stopped.class);
        assertThat(there().volumes()).hasSize(1);
        assertThat(files("assignments/aside")).hasSize(1);

        stage.gateway.order(Stage.web(Goal.RUNNING, 1));
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
        assertThat(files("assignments/aside")).isEmpty();
        assertThat(stage.gateway.fetched()).hasSize(1);
    }

    @Test
    void leavesNothingOfWhatIsRemovedAndTellsSoUntilNobodyAsks() throws Exception {
        runs();

        stage.gateway.order(Samples.INSTANCE, new Term(1, 5), Verdict.REMOVE);
        Waiting.until(
                "it is told as gone",
                () -> stage.gateway
                        .known(Samples.INSTANCE)
                        .filter(InstanceReport::gone)
                        .isPresent());

        assertThat(there().isEmpty()).isTrue();
        assertThat(Stream.of("assignments", "assignments/aside", "assignments/removing", "endings")
                        .flatMap(directory -> files(directory).stream()))
                .isEmpty();
        stage.gateway.orders(new Orders(new Term(1, 5), List.of()));
        stage.gateway.leave();
        int sessions = stage.gateway.registrations().size();
        stage.gateway.comeBack();
        Waiting.until("a new session", () -> stage.gateway.registrations().size() > sessions);
        assertThat(stage.gateway.registrations().getLast().held()).isEmpty();
    }

    @Test
    void goesOnRemovingAfterARestart() throws Exception {
        runs();
        stage.engine.away(true);
        stage.gateway.order(Samples.INSTANCE, new Term(1, 5), Verdict.REMOVE);
        Waiting.until(
                "the order is on disk", () -> files("assignments/removing").size() == 1);
        stage.stopAgent();
        stage.gateway.leave();
        stage.engine.away(false);

        stage.startAgent();

        Waiting.until("nothing is left", () -> there().isEmpty());
    }

    @Test
    void leavesUntouchedWhatNobodyOrdered() throws Exception {
        runs();
        stage.stopAgent();
        try (Stream<Path> kept = Files.list(home.resolve("agent/assignments"))) {
            for (Path file : kept.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        stage.gateway.orders(new Orders(new Term(1, 5), List.of()));

        stage.startAgent();
        Waiting.until(
                "the leftovers are told",
                () -> stage.gateway.registrations().getLast().held().stream()
                        .anyMatch(held -> held.equals(new Held(Samples.INSTANCE, Term.NONE, 0))));

        assertThat(containers()).hasSize(1).allMatch(AgentScenariosTest::runs);
    }

    @Test
    void waitsAndTellsSoWhileTheEngineIsAway() throws Exception {
        runs();
        stage.engine.away(true);
        stage.gateway.order(Stage.web(Goal.STOPPED, 2));
        Waiting.until("the order is taken", () -> stage.gateway.fetched().size() == 2);
        stage.engine.away(false);

        stage.awaitState(Samples.WEB, ReplicaState.Stopped.class);
    }

    @Test
    void isTheOnlyOneInItsHome() throws Exception {
        stage.startAgent();

        assertThatThrownBy(() -> Agent.start(Stage.settings(home, stage.gateway.address()), stage.world()))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("is used by another agent");
    }

    @Test
    void joinsOnceTheTokenIsThere() throws Exception {
        Files.writeString(home.resolve("join-token"), "wrong");
        stage.startAgent();
        Waiting.until("it was refused", () -> stage.gateway.enrolments().size() >= 2);

        Files.writeString(home.resolve("join-token"), GatewayEnd.TOKEN);

        stage.awaitReady();
        assertThat(stage.gateway.enrolments().stream().distinct()).hasSize(1);
    }

    /** A service that is not to be started again when it ends. */
    private void runsOnce() throws Exception {
        stage.gateway.order(Samples.stack(
                Goal.RUNNING,
                1,
                List.of(Samples.checked(Samples.lone(Samples.WEB, Samples.NO), new HealthCheck.Probe.Alive()))));
        stage.startAgent();
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    private void runs() throws Exception {
        stage.gateway.order(Stage.web(Goal.RUNNING, 1));
        stage.startAgent();
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    private static boolean runs(HeldContainer container) {
        return container.state() instanceof ContainerState.Running;
    }

    /** Calls that change anything; making sure of an image does not. */
    private List<String> changes() {
        return stage.engine.calls().stream()
                .filter(call -> !call.startsWith("ensureImage"))
                .toList();
    }

    private Inventory there() {
        return stage.engine.runtime(Samples.CLUSTER).inventory();
    }

    private List<HeldContainer> containers() {
        return there().containers();
    }

    private List<Path> files(String directory) {
        try (Stream<Path> files = Files.list(home.resolve("agent").resolve(directory))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
