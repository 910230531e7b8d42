package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Act;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ServiceName;

/** A change that fails is taken back, and says why. */
class FailedChangeTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
        Shop.open(fleet);
        assertThat(fleet.ended(fleet.create("acme", "shop@1.0"))).isEqualTo("succeeded");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void aRefusedImageLeavesWhatRunsAlone() {
        List<String> web = fleet.containers("web");

        String operation = fleet.change("acme", Map.of("template", "shop@2.0", "scale", Map.of("web", 2)));

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        assertThat(fleet.operationNow(operation).path("failure").toString())
                .contains("services.web.image", "manifest unknown");
        assertThat(fleet.instance("acme").path("template").asText()).isEqualTo("shop@1.0");
        assertThat(fleet.instance("acme").path("scale").isEmpty()).isTrue();
        Waiting.until(
                "only the former one is left", () -> fleet.containers("web").equals(web));
        Waiting.until("it runs, and nothing else of it", () -> fleet.isUp("acme"));
    }

    @Test
    void whatIsNeverWellGivesWayToWhatWasBefore() {
        List<String> db = fleet.containers("db");

        String operation = fleet.change("acme", Map.of("template", "shop@3.0", "note", "the big one"));

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        assertThat(fleet.operationNow(operation).path("failure").toString()).contains("out of order");
        assertThat(fleet.operationNow(operation).path("steps").toString()).contains("bring back what was before");
        assertThat(fleet.instance("acme").path("template").asText()).isEqualTo("shop@1.0");
        assertThat(fleet.instance("acme").path("note").asText())
                .as("what did not fail stays")
                .isEqualTo("the big one");
        assertThat(fleet.containers("db")).isEqualTo(db);
        Waiting.until("it runs, and nothing else of it", () -> fleet.isUp("acme"));
    }

    @Test
    void aSecretComesBackAsItWas() {
        assertThat(fleet.ended(fleet.change("acme", Map.of("parameters", Map.of("key", "first")))))
                .isEqualTo("succeeded");

        String operation = fleet.change("acme", Map.of("parameters", Map.of("key", "second"), "template", "shop@3.0"));

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        InstanceId id = new InstanceId(fleet.instance("acme").path("id").asText());
        assertThat(fleet.secrets(id)).containsEntry("key", "first");
        Waiting.until("it runs, and nothing else of it", () -> fleet.isUp("acme"));
    }

    @Test
    void whatKeepsCrashingIsTakenBack() {
        fleet.node().engine.acts(new ServiceName("web"), start -> Act.exits(3, "no motto"));

        String operation = fleet.change("acme", Map.of("parameters", Map.of("motto", "")));
        Waiting.until("it is given up", () -> fleet.state(operation).equals("undoing"));
        fleet.node().engine.acts(new ServiceName("web"), start -> Act.runs());

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        assertThat(fleet.operationNow(operation).path("failure").toString()).contains("\"exitCode\":3", "no motto");
        Waiting.until("it runs", () -> fleet.isUp("acme"));
    }

    @Test
    void theNextLeaderTakesBackWhatItsPredecessorFoundToFail() {
        fleet.node().engine.away(true);
        String operation = fleet.change("acme", Map.of("template", "shop@3.0"));
        fleet.killGateway();
        fleet.startGateway();
        fleet.node().engine.away(false);
        Waiting.until("it is given up", () -> fleet.state(operation).equals("undoing") || fleet.hasEnded(operation));

        fleet.killGateway();
        fleet.startGateway();

        assertThat(fleet.ended(operation)).isEqualTo("failed");
        assertThat(fleet.instance("acme").path("template").asText()).isEqualTo("shop@1.0");
        Waiting.until("it runs", () -> fleet.isUp("acme"));
    }

    @Test
    void fallsBackPastAChangeThatWasNotDone() {
        fleet.node().engine.away(true);
        String first = fleet.change("acme", Map.of("parameters", Map.of("motto", "first")));

        String second = fleet.change("acme", Map.of("template", "shop@3.0"));
        fleet.node().engine.away(false);

        assertThat(fleet.ended(second)).isEqualTo("failed");
        assertThat(fleet.state(first)).isEqualTo("superseded");
        assertThat(fleet.instance("acme").path("parameters").isEmpty()).isTrue();
        Waiting.until("it runs, and nothing else of it", () -> fleet.isUp("acme"));
    }
}
