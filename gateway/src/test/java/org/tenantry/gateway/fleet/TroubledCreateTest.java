package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Act;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.instance.ServiceName;

/** What waits and what fails while an instance is created. */
class TroubledCreateTest {
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

    @Test
    void waitsVisiblyWhileTheEngineIsAwayAndGoesOn() {
        fleet.node().engine.away(true);
        String operation = fleet.create("acme", FleetTemplates.PAIR);
        Waiting.until(
                "the wait is told",
                () -> fleet.operationNow(operation)
                        .path("steps")
                        .path(1)
                        .path("note")
                        .asText()
                        .contains("wait"));
        assertThat(fleet.state(operation)).isEqualTo("running");

        fleet.node().engine.away(false);

        assertThat(fleet.ended(operation)).isEqualTo("succeeded");
        assertThat(fleet.isUp("acme")).isTrue();
    }

    @Test
    void waitsVisiblyWhileNoAgentIsThereAndGoesOn() {
        fleet.node().stop();
        Waiting.until("the session is over", () -> !fleet.isConnected(0));
        String operation = fleet.create("acme", FleetTemplates.PAIR);
        Waiting.until(
                "the wait is told",
                () -> fleet.operationNow(operation)
                        .path("steps")
                        .path(0)
                        .path("note")
                        .asText()
                        .contains("its agent has no session"));

        fleet.node().start();

        assertThat(fleet.ended(operation)).isEqualTo("succeeded");
    }

    @Test
    void takesARefusedImageBackAndGivesTheNameFree() {
        fleet.node().engine.refuseImage(FleetTemplates.REFUSED_IMAGE, "manifest unknown");
        String operation = fleet.create("acme", FleetTemplates.REFUSED);

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        assertThat(fleet.operationNow(operation).path("failure").toString()).contains("web", "manifest unknown");
        assertThat(fleet.isEmpty()).isTrue();
        assertThat(fleet.client().get("/instances/acme").status()).isEqualTo(404);
        String again = fleet.create("acme", FleetTemplates.PAIR);
        assertThat(fleet.ended(again)).isEqualTo("succeeded");
    }

    @Test
    void takesBackWhatKeepsCrashing() {
        fleet.node().engine.acts(new ServiceName("db"), start -> Act.exits(3, "no space left on device"));
        String operation = fleet.create("acme", FleetTemplates.PAIR);

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        assertThat(fleet.operationNow(operation).path("failure").toString()).contains("db", "no space left on device");
        assertThat(fleet.isEmpty()).isTrue();
    }
}
