package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;

/** What is lost between a gateway and an agent costs a moment, never correctness. */
class LostNewsTest {
    @TempDir
    private Path directory;

    private Fleet fleet;
    private LossyBridge bridge;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
        bridge = LossyBridge.to(fleet.agentsPort());
        fleet.node().turnTo(bridge.port());
        fleet.node().start();
        Waiting.until("the agent reports through the bridge", () -> bridge.wholeReports() > 0);
        fleet.awaitSessions();
    }

    @AfterEach
    void close() {
        fleet.close();
        bridge.close();
    }

    @Test
    void followsWithinBeatsWhereNobodyTellsItThatOrdersChanged() {
        assertThat(fleet.ended(fleet.create("acme", FleetTemplates.PAIR))).isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.stop("acme"))).isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.remove("acme"))).isEqualTo("succeeded");

        assertThat(fleet.isEmpty()).isTrue();
        assertThat(bridge.lostNews()).isPositive();
    }

    @Test
    void tellsTheWholeWhereAReportWasLost() {
        assertThat(fleet.ended(fleet.create("acme", FleetTemplates.PAIR))).isEqualTo("succeeded");
        int whole = bridge.wholeReports();

        bridge.loseAReport();
        String stop = fleet.stop("acme");

        assertThat(fleet.ended(stop)).isEqualTo("succeeded");
        assertThat(bridge.wholeReports()).isGreaterThan(whole);
    }
}
