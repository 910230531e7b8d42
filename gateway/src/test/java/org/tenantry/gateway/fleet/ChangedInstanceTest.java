package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;

/** An instance that runs is changed, and costs no more containers than it must. */
class ChangedInstanceTest {
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
    void replacesOnlyWhatIsDifferent() {
        List<String> web = fleet.containers("web");
        List<String> db = fleet.containers("db");

        String operation = fleet.change("acme", Map.of("parameters", Map.of("motto", "Hello")));

        assertThat(fleet.ended(operation)).isEqualTo("succeeded");
        assertThat(fleet.containers("db")).isEqualTo(db);
        Waiting.until(
                "only the successor is left", () -> fleet.containers("web").size() == 1);
        assertThat(fleet.containers("web")).isNotEqualTo(web);
        assertThat(fleet.instance("acme").path("parameters").path("motto").asText())
                .isEqualTo("Hello");
        assertThat(fleet.operationNow(operation).path("kind").asText()).isEqualTo("change");
    }

    @Test
    void keepsTheSecretsThatItHasWhereAVersionNeedsMore() {
        assertThat(fleet.ended(fleet.change("acme", Map.of("parameters", Map.of("colour", "blue")))))
                .isEqualTo("succeeded");
        List<String> db = fleet.containers("db");

        String operation = fleet.change("acme", Map.of("template", "shop@1.1"));

        assertThat(fleet.ended(operation)).isEqualTo("succeeded");
        assertThat(fleet.instance("acme").path("template").asText()).isEqualTo("shop@1.1");
        assertThat(fleet.containers("db"))
                .as("the password of the database is the same")
                .isEqualTo(db);
        assertThat(fleet.operationNow(operation)
                        .path("steps")
                        .path(0)
                        .path("note")
                        .asText())
                .isEqualTo("parameter colour is dropped: shop@1.1 does not have it");
        assertThat(fleet.instance("acme").path("parameters").has("colour")).isFalse();
    }

    @Test
    void itsScaleSurvivesEveryLaterChange() {
        List<String> first = fleet.containers("web");
        assertThat(fleet.ended(fleet.change("acme", Map.of("scale", Map.of("web", 3)))))
                .isEqualTo("succeeded");
        assertThat(fleet.containers("web")).hasSize(3).startsWith(first.toArray(new String[0]));

        assertThat(fleet.ended(fleet.change("acme", Map.of("parameters", Map.of("motto", "Hello")))))
                .isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.change("acme", Map.of("template", "shop"))))
                .isEqualTo("failed");
        assertThat(fleet.ended(fleet.stop("acme"))).isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.start("acme"))).isEqualTo("succeeded");

        Waiting.until("three are left", () -> fleet.containers("web").size() == 3);
        assertThat(fleet.instance("acme").path("scale").path("web").asInt()).isEqualTo(3);
    }

    @Test
    void namesHostsLabelsAndNotesTouchNoContainer() {
        List<String> before = List.of(
                fleet.containers("web").getFirst(), fleet.containers("db").getFirst());

        String operation = fleet.change(
                "acme",
                Map.of(
                        "name",
                        "globex",
                        "hosts",
                        List.of("acme.example.test", "Second.Example.Test."),
                        "labels",
                        Map.of("team", "blue"),
                        "note",
                        "bought in May"));

        assertThat(fleet.ended(operation)).isEqualTo("succeeded");
        JsonNode now = fleet.instance("globex");
        assertThat(now.path("hosts").toString()).isEqualTo("[\"acme.example.test\",\"second.example.test\"]");
        assertThat(now.path("note").asText()).isEqualTo("bought in May");
        assertThat(List.of(
                        fleet.containers("web").getFirst(),
                        fleet.containers("db").getFirst()))
                .isEqualTo(before);
        assertThat(fleet.client().get("/instances/acme").status()).isEqualTo(404);
    }

    @Test
    void takesUpWhenItStartsWhatWasChangedWhileItRested() {
        assertThat(fleet.ended(fleet.stop("acme"))).isEqualTo("succeeded");
        List<String> web = fleet.containers("web");

        assertThat(fleet.ended(fleet.change("acme", Map.of("template", "shop@1.1"))))
                .isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.start("acme"))).isEqualTo("succeeded");

        assertThat(fleet.containers("web")).hasSize(1).isNotEqualTo(web);
        assertThat(fleet.isUp("acme")).isTrue();
    }

    @Test
    void aNoteDoesNotDisturbWhatIsUnderWay() {
        String change = fleet.change("acme", Map.of("parameters", Map.of("motto", "Hello")));

        String note = fleet.change("acme", Map.of("note", "soon"));

        assertThat(fleet.state(note)).isEqualTo("succeeded");
        assertThat(fleet.ended(change)).isEqualTo("succeeded");
        Waiting.until("it runs", () -> fleet.isUp("acme"));
    }
}
