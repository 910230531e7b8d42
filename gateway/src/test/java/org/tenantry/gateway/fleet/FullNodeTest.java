package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.instance.ServiceName;

/** A node has more to tell than one message holds. */
class FullNodeTest {
    private static final int INSTANCES = 100;
    private static final int AT_ONCE = 10;

    @TempDir
    private Path directory;

    private Fleet fleet;
    private LossyBridge bridge;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
        fleet.client().post("/templates", FleetTemplates.fifteen()).expect(201);
        FleetTemplates.fifteenServices()
                .forEach(service -> fleet.node()
                        .engine
                        .commands(new ServiceName(service), command -> new ExecResult.Ended(0, "well")));
        bridge = LossyBridge.to(fleet.agentsPort());
    }

    @AfterEach
    void close() {
        fleet.close();
        bridge.close();
    }

    @Test
    void tellsAllOfItInPartsWhenItsAgentStartsAnew() {
        for (int from = 0; from < INSTANCES; from += AT_ONCE) {
            List<String> creates = IntStream.range(from, from + AT_ONCE)
                    .mapToObj(number -> fleet.create("full-" + number, FleetTemplates.FIFTEEN))
                    .toList();
            creates.forEach(operation -> assertThat(fleet.ended(operation)).isEqualTo("succeeded"));
        }
        assertThat(fleet.node().inventory().containers()).hasSize(15 * INSTANCES);

        fleet.node().turnTo(bridge.port());
        fleet.node().start();

        fleet.awaitSessions();
        IntStream.range(0, INSTANCES).forEach(number -> fleet.awaitObserved("full-" + number, "running"));
        Waiting.until("all of it is told in parts", () -> bridge.wholeReports() > 1);
        assertThat(fleet.ended(fleet.stop("full-0"))).isEqualTo("succeeded");
    }
}
