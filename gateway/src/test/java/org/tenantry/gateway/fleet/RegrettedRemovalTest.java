package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.gateway.GatewaySettings;

/** Somebody removes an instance and wants it back. */
class RegrettedRemovalTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
        keepRemovedFor(Duration.ofHours(1));
        assertThat(fleet.ended(fleet.create("acme", FleetTemplates.PAIR))).isEqualTo("succeeded");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void isStoppedAndComesBackWithItsContainersAndItsData() {
        List<String> containers = containers();

        assertThat(fleet.ended(fleet.remove("acme"))).isEqualTo("succeeded");
        assertThat(fleet.isAtRest("acme")).isTrue();
        assertThat(fleet.instance("acme").has("removeAt")).isTrue();

        String restore = fleet.client()
                .post("/instances/acme/restore")
                .expect(202)
                .body()
                .path("operation")
                .path("id")
                .asText();
        assertThat(fleet.ended(restore)).isEqualTo("succeeded");
        assertThat(fleet.isUp("acme")).isTrue();
        assertThat(containers()).isEqualTo(containers);
    }

    @Test
    void isGoneOnceItsTimeIsOver() {
        keepRemovedFor(Duration.ofSeconds(2));

        assertThat(fleet.ended(fleet.remove("acme"))).isEqualTo("succeeded");

        Waiting.until("nothing is left", fleet::isEmpty);
        Waiting.until("its name is free", () -> fleet.client().get("/instances/acme").status() == 404);
        assertThat(fleet.client().get("/audit").expect(200).body().toString()).contains("its grace is over");
    }

    @Test
    void theNextLeaderRemovesWhatItsPredecessorDidNot() {
        keepRemovedFor(Duration.ofSeconds(2));
        assertThat(fleet.ended(fleet.remove("acme"))).isEqualTo("succeeded");

        fleet.killGateway();
        fleet.startGateway();

        Waiting.until("nothing is left", fleet::isEmpty);
    }

    private List<String> containers() {
        return List.of(
                fleet.containers("web").getFirst(), fleet.containers("db").getFirst());
    }

    private void keepRemovedFor(Duration grace) {
        fleet.keepFor(new GatewaySettings.Life(grace, Duration.ofDays(1)));
        fleet.stopGateway();
        fleet.startGateway();
        fleet.awaitSessions();
    }
}
