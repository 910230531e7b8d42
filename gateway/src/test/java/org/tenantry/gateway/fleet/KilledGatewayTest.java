package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.agent.runtime.Waiting;

/** The gateway dies in the middle of an operation: whenever the agent has come so many calls far. */
class KilledGatewayTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    static IntStream callsSoFar() {
        return IntStream.of(0, 1, 3, 5, 7);
    }

    @ParameterizedTest(name = "after {0} calls")
    @MethodSource("callsSoFar")
    void itsSuccessorEndsWhatWasCreatedAndWhatWasRemoved(int calls) {
        String create = fleet.create("acme", FleetTemplates.PAIR);
        dieAfter(calls, create);

        assertThat(fleet.ended(create)).isEqualTo("succeeded");
        fleet.awaitObserved("acme", "running");
        assertThat(fleet.isUp("acme")).isTrue();
        String remove = fleet.remove("acme");
        dieAfter(calls, remove);

        assertThat(fleet.ended(remove)).isEqualTo("succeeded");
        assertThat(fleet.isEmpty()).isTrue();
        assertThat(fleet.ended(fleet.create("acme", FleetTemplates.PAIR))).isEqualTo("succeeded");
    }

    @ParameterizedTest(name = "after {0} calls")
    @MethodSource("callsSoFar")
    void itsSuccessorEndsWhatWasChanged(int calls) {
        Shop.open(fleet);
        assertThat(fleet.ended(fleet.create("acme", "shop@1.0"))).isEqualTo("succeeded");
        String change = fleet.change("acme", Map.of("template", "shop@1.1", "scale", Map.of("web", 2)));
        dieAfter(calls, change);

        assertThat(fleet.ended(change)).isEqualTo("succeeded");
        Waiting.until("only successors are left", () -> fleet.containers("web").size() == 2);
        assertThat(fleet.instance("acme").path("template").asText()).isEqualTo("shop@1.1");
    }

    @Test
    void leavesWhatRunsAloneAcrossDeaths() {
        assertThat(fleet.ended(fleet.create("acme", FleetTemplates.PAIR))).isEqualTo("succeeded");
        int calls = fleet.node().engine.calls().size();

        for (int death = 0; death < 3; death++) {
            fleet.killGateway();
            fleet.startGateway();
            fleet.awaitSessions();
            fleet.awaitObserved("acme", "running");
        }

        assertThat(fleet.node().engine.calls()).hasSize(calls);
    }

    private void dieAfter(int calls, String operation) {
        int before = fleet.node().engine.calls().size();
        Waiting.until(
                "the agent has come so far",
                () -> fleet.node().engine.calls().size() >= before + calls || fleet.hasEnded(operation));
        fleet.killGateway();
        fleet.startGateway();
    }
}
