package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 of gateway, agent or both at any moment: after a start everything is as ordered, once, and untouched. */
@Tag("system")
@Tag("docker")
@ExtendWith(OwnMachine.class)
final class KilledProgramsTest {
    /** A creation takes about as long. */
    private static final int LATEST_MILLIS = 1_500;

    private final Machine machine;

    KilledProgramsTest(Machine machine) {
        this.machine = machine;
    }

    /** Who is killed. */
    enum Victim {
        GATEWAY,
        AGENT,
        BOTH;

        void kill(Machine machine) {
            if (this != AGENT) {
                machine.gateway().kill();
            }
            if (this != GATEWAY) {
                machine.agent().kill();
            }
        }

        void start(Machine machine) {
            if (this != AGENT) {
                machine.gateway().start();
            }
            if (this != GATEWAY) {
                machine.agent().start();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesRunningContainersAlone(Victim victim) {
        String name = "calm-" + victim.name().toLowerCase(Locale.ROOT);
        String id = machine.create(name, "acme", "hello");
        List<Engine.Container> before = machine.engine().containers(id);
        List<String> networks = machine.engine().networks(id);

        victim.kill(machine);
        victim.start(machine);
        machine.awaitReady();

        machine.await("it is seen to run", () -> machine.observed(id).equals("running"));
        machine.awaitPage(name + ".localhost");
        assertThat(machine.engine().containers(id)).hasSize(1).isEqualTo(before);
        assertThat(machine.engine().networks(id)).isEqualTo(networks);
        machine.remove(id);
        assertThat(machine.engine().thingsOf(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void finishesACreationThatWasInterrupted(long seed) {
        Random random = new Random(seed);
        Victim victim = Victim.values()[(int) (seed % Victim.values().length)];
        int moment = random.nextInt(LATEST_MILLIS);
        String name = "hurried-" + seed;
        AdminApi.Reply ordered = machine.api().order(name, "acme", "hello");
        assertThat(ordered.status()).isEqualTo(202);
        String id = ordered.at("/instance/id");

        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(moment));
        victim.kill(machine);
        victim.start(machine);
        machine.awaitReady();
        JsonNode ended = machine.ended(ordered);

        assertThat(ended.path("state").asText())
                .as("%s killed after %s ms: %s", victim, moment, ended)
                .isEqualTo("succeeded");
        machine.awaitPage(name + ".localhost");
        machine.await("one container runs", () -> machine.engine().only(id).isPresent());
        assertThat(machine.engine().networks(id)).hasSize(1);
        machine.remove(id);
        assertThat(machine.engine().thingsOf(id)).isEmpty();
    }

    @Test
    void finishesARemovalThatWasInterrupted() {
        String id = machine.create("going", "acme", "hello");
        AdminApi.Reply ordered = machine.api().delete("/instances/" + id);

        Victim.BOTH.kill(machine);
        Victim.BOTH.start(machine);
        machine.awaitReady();

        assertThat(machine.ended(ordered).path("state").asText()).isEqualTo("succeeded");
        assertThat(machine.engine().thingsOf(id)).isEmpty();
        assertThat(machine.gateway().page("going.localhost", "/").status()).isEqualTo(421);
    }

    @Test
    void theEdgeServesFromItsSnapshotWhileTheAgentIsAway() {
        String id = machine.create("steady", "acme", "hello");
        machine.await(
                "the snapshot has it",
                () -> machine.home().text("gateway/routes.json").contains(id));

        Victim.BOTH.kill(machine);
        machine.gateway().start();
        machine.gateway().awaitReady(machine::logs);
        Http.Answer answer = machine.gateway().page("steady.localhost", "/identity");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(id);
        machine.agent().start();
        machine.awaitReady();
        machine.remove(id);
    }

    @Test
    void aStoppedInstanceStaysStopped() {
        String id = machine.create("resting", "acme", "hello");
        machine.ended(machine.api().post("/instances/" + id + "/stop"));

        Victim.BOTH.kill(machine);
        Victim.BOTH.start(machine);
        machine.awaitReady();

        machine.await("it is seen to rest", () -> machine.observed(id).equals("stopped"));
        assertThat(machine.engine().containers(id)).noneMatch(Engine.Container::running);
        machine.remove(id);
    }
}
