package org.tenantry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Load;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Service;

/** A whole agent, whose gateway says that requests are under way. */
class PlannedChangeTest {
    @TempDir
    private Path home;

    private final AtomicInteger requests = new AtomicInteger(1);
    private Stage stage;

    @BeforeEach
    void runs() throws Exception {
        stage = new Stage(home);
        stage.gateway.loads(endpoint -> new Load(false, requests.get(), 0));
        stage.startAgent();
        stage.gateway.order(Stage.web(Goal.RUNNING, 1));
        stage.awaitState(Samples.WEB, ReplicaState.Ready.class);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void stopsAnOldContainerOnlyWhenItsRequestsAreOver() {
        Endpoint old = endpoints().getFirst();

        stage.gateway.order(second());
        Waiting.until("the new one is told", () -> !endpoints().isEmpty() && !endpoints().contains(old));

        assertThat(stops()).isEmpty();
        requests.set(0);
        Waiting.until("the old one is gone", () -> containers().size() == 1);
        assertThat(endpoints()).hasSize(1).doesNotContain(old);
    }

    @Test
    void waitsOnWhereTheAgentBeforeItWaited() throws Exception {
        stage.gateway.order(second());
        Waiting.until("there are two", () -> containers().size() == 2);
        stage.stopAgent();
        stage.startAgent();
        stage.awaitReady();
        int reports = stage.gateway.reports().size();
        Waiting.until("it reports", () -> stage.gateway.reports().size() > reports && endpoints().size() == 1);

        assertThat(stops()).isEmpty();
        requests.set(0);
        Waiting.until("the old one is gone", () -> containers().size() == 1);
    }

    @Test
    void tellsNothingOfAnInstanceThatStopsAndLetsItsRequestsEnd() {
        stage.gateway.order(Stage.web(Goal.STOPPED, 2));
        Waiting.until("nothing is told", () -> endpoints().isEmpty());

        assertThat(stops()).isEmpty();
        requests.set(0);
        stage.awaitState(Samples.WEB, ReplicaState.Stopped.class);
    }

    @Test
    void needNotLeaveWhereItIsWantedAgain() {
        Endpoint endpoint = endpoints().getFirst();
        stage.gateway.order(Stage.web(Goal.STOPPED, 2));
        Waiting.until("nothing is told", () -> endpoints().isEmpty());

        stage.gateway.order(Stage.web(Goal.RUNNING, 3));
        Waiting.until("it is told again", () -> endpoints().contains(endpoint));

        requests.set(0);
        assertThat(stops()).isEmpty();
    }

    private static Assignment second() {
        Service service = Samples.running(
                Samples.checked(Samples.lone(Samples.WEB, Samples.ALWAYS), new Probe.Alive()),
                ImageRef.named("web:2"),
                List.of("second"));
        return Samples.stack(Goal.RUNNING, 2, List.of(service));
    }

    private List<Endpoint> endpoints() {
        return stage.gateway.known(Samples.INSTANCE).stream()
                .flatMap(report -> report.replicas().stream())
                .flatMap(replica -> replica.endpoint().stream())
                .toList();
    }

    private List<HeldContainer> containers() {
        return stage.engine.runtime(Samples.CLUSTER).inventory(Samples.INSTANCE).containers();
    }

    private List<String> stops() {
        return stage.engine.calls().stream()
                .filter(call -> call.startsWith("stop"))
                .toList();
    }
}
