package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;

/** Orders that come before the last one is carried out: what was asked last is what it comes to. */
class ChangedMindTest {
    private static final int SEEDS = 20;
    private static final int MOST_ORDERS = 6;

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
    void endsAsWasAskedLast() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            String name = "mind-" + seed;
            String last = changeMinds(name, new Random(seed));

            assertThat(fleet.ended(last)).as("seed " + seed).isEqualTo("succeeded");
            String goal = fleet.instance(name).path("goal").asText();
            assertThat(goal.equals("running") ? fleet.isUp(name) : fleet.rests(name))
                    .as("seed " + seed + ": " + goal + ", " + fleet.node().inventory())
                    .isTrue();
            assertThat(running(name)).as("seed " + seed).isEmpty();
            String remove = fleet.remove(name);
            assertThat(fleet.ended(remove)).as("seed " + seed).isEqualTo("succeeded");
            assertThat(fleet.isEmpty()).as("seed " + seed).isTrue();
        }
    }

    @Test
    void removesWhatIsStillBeingCreated() {
        for (int calls = 0; calls < 8; calls++) {
            String create = fleet.create("acme", FleetTemplates.PAIR);
            int enough = fleet.node().engine.calls().size() + calls;
            Waiting.until(
                    "the agent has come so far",
                    () -> fleet.node().engine.calls().size() >= enough || fleet.hasEnded(create));

            String remove = fleet.remove("acme");

            assertThat(fleet.ended(remove)).isEqualTo("succeeded");
            assertThat(fleet.state(create)).isIn("superseded", "succeeded");
            assertThat(fleet.isEmpty()).isTrue();
        }
    }

    @Test
    void whatIsAskedDuringAChangeTakesItsPlace() {
        Shop.open(fleet);
        for (int seed = 1; seed <= SEEDS / 2; seed++) {
            String name = "mind-" + seed;
            assertThat(fleet.ended(fleet.create(name, "shop@1.0"))).isEqualTo("succeeded");
            Random random = new Random(seed);
            String last = "";
            for (int order = 0; order <= random.nextInt(MOST_ORDERS); order++) {
                last = random.nextInt(3) == 0 ? startOrStop(name, random) : changed(name, random);
                LockSupport.parkNanos(random.nextInt(60) * 1_000_000L);
            }

            String goal = fleet.instance(name).path("goal").asText();
            assertThat(fleet.ended(last)).as("seed " + seed + ": " + goal).isEqualTo("succeeded");
            int replicas = fleet.instance(name).path("scale").path("web").asInt(1);
            Waiting.until(
                    "seed " + seed + ": " + goal + " with " + replicas,
                    () -> goal.equals("running")
                            ? fleet.instance(name).path("observed").asText().equals("running")
                                    && fleet.containers("web").size() == replicas
                            : fleet.rests(name));
            assertThat(running(name)).as("seed " + seed).isEmpty();
            assertThat(fleet.ended(fleet.remove(name))).as("seed " + seed).isEqualTo("succeeded");
            assertThat(fleet.isEmpty()).as("seed " + seed).isTrue();
        }
    }

    private String startOrStop(String name, Random random) {
        return random.nextBoolean() ? fleet.start(name) : fleet.stop(name);
    }

    private String changed(String name, Random random) {
        return fleet.change(
                name,
                random.nextBoolean()
                        ? Map.of("scale", Map.of("web", 1 + random.nextInt(3)))
                        : Map.of("parameters", Map.of("motto", "motto " + random.nextInt())));
    }

    @Test
    void removesWhatIsBeingChanged() {
        Shop.open(fleet);
        assertThat(fleet.ended(fleet.create("acme", "shop@1.0"))).isEqualTo("succeeded");
        String change = fleet.change("acme", Map.of("template", "shop@1.1"));

        String remove = fleet.remove("acme");

        assertThat(fleet.ended(remove)).isEqualTo("succeeded");
        assertThat(fleet.state(change)).isIn("superseded", "succeeded");
        assertThat(fleet.isEmpty()).isTrue();
    }

    private String changeMinds(String name, Random random) {
        String last = fleet.create(name, FleetTemplates.PAIR);
        int orders = 1 + random.nextInt(MOST_ORDERS);
        for (int order = 0; order < orders; order++) {
            LockSupport.parkNanos(random.nextInt(60) * 1_000_000L);
            last = random.nextBoolean() ? fleet.start(name) : fleet.stop(name);
            assertThat(running(name)).hasSizeLessThanOrEqualTo(1);
        }
        return last;
    }

    private List<String> running(String name) {
        String id = fleet.instance(name).path("id").asText();
        JsonNode operations =
                fleet.client().get("/operations?limit=100").expect(200).body().path("items");
        List<String> running = new java.util.ArrayList<>();
        operations.forEach(one -> {
            if (one.path("instance").asText().equals(id)
                    && one.path("state").asText().equals("running")) {
                running.add(one.path("id").asText());
            }
        });
        return running;
    }
}
