package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host leaves an instance: its tenant may have it elsewhere, nobody else for a while. */
class MovedHostTest {
    private static final String HOST = "moved.example.test";

    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
        fleet.client()
                .post("/tenants", Map.of("name", "globex", "title", "Globex"))
                .expect(201);
        for (String name : List.of("first", "second")) {
            assertThat(fleet.ended(fleet.create(name, FleetTemplates.PAIR))).isEqualTo("succeeded");
        }
        assertThat(fleet.ended(fleet.change("first", Map.of("hosts", List.of("first.example.test", HOST)))))
                .isEqualTo("succeeded");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void movesToAnotherInstanceOfItsTenantInTwoSteps() {
        assertThat(fleet.ended(fleet.change("first", Map.of("hosts", List.of("first.example.test")))))
                .isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.change("second", Map.of("hosts", List.of("second.example.test", HOST)))))
                .isEqualTo("succeeded");

        assertThat(fleet.instance("second").path("hosts").toString()).contains(HOST);
        assertThat(fleet.instance("first").path("hosts").toString()).doesNotContain(HOST);
    }

    @Test
    void isKeptFromOthersWhetherItIsHeldDroppedOrItsInstanceIsGone() {
        assertThat(asked()).isEqualTo("taken");

        assertThat(fleet.ended(fleet.change("first", Map.of("hosts", List.of("first.example.test")))))
                .isEqualTo("succeeded");
        assertThat(asked()).isEqualTo("taken");

        assertThat(fleet.ended(fleet.remove("second"))).isEqualTo("succeeded");
        assertThat(fleet.client()
                        .post(
                                "/instances",
                                Map.of("tenant", "globex", "name", "second", "template", FleetTemplates.PAIR))
                        .status())
                .as("its name is free, the host that goes with it is not")
                .isEqualTo(409);
    }

    @Test
    void comesBackToTheInstanceThatDroppedItBeforeAnybodyKnew() {
        fleet.change("first", Map.of("hosts", List.of("first.example.test")));

        assertThat(fleet.ended(fleet.change("first", Map.of("hosts", List.of("first.example.test", HOST)))))
                .isEqualTo("succeeded");
    }

    private String asked() {
        return fleet.client()
                .post(
                        "/instances",
                        Map.of(
                                "tenant",
                                "globex",
                                "name",
                                "stranger",
                                "template",
                                FleetTemplates.PAIR,
                                "hosts",
                                List.of("MOVED.Example.Test.")))
                .body()
                .path("code")
                .asText();
    }
}
