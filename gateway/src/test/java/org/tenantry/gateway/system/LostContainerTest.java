package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody takes away behind our back, or what ends by itself, is back by itself. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class LostContainerTest {
    private final Machine machine;

    LostContainerTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void aContainerThatIsRemovedIsBack() {
        String id = machine.create("taken-away", "acme", "hello");
        Engine.Container first = machine.engine().only(id).orElseThrow();

        machine.engine().remove(first);

        machine.await(
                "another one runs",
                () -> machine.engine()
                        .only(id)
                        .filter(now -> !now.id().equals(first.id()))
                        .isPresent());
        machine.awaitPage("taken-away.localhost");
        machine.remove(id);
    }

    @Test
    void aContainerThatEndsIsStartedAgain() {
        String id = machine.create("killed", "acme", "hello");
        Engine.Container first = machine.engine().only(id).orElseThrow();

        Engine.docker(List.of("kill", first.id()));

        machine.await(
                "it was started again",
                () -> machine.engine()
                        .only(id)
                        .filter(now -> !now.startedAt().equals(first.startedAt()))
                        .isPresent());
        machine.awaitPage("killed.localhost");
        assertThat(machine.engine().containers(id)).hasSize(1);
        machine.remove(id);
    }

    @Test
    void aRequestForAContainerThatHasJustEndedWaitsForTheNext() {
        String id = machine.create("replaced", "acme", "hello");
        machine.awaitPage("replaced.localhost");
        for (int i = 0; i < 3; i++) {
            Engine.Container running = machine.engine().only(id).orElseThrow();
            Engine.docker(List.of("kill", running.id()));
            assertThat(machine.gateway().page("replaced.localhost", "/").status())
                    .isEqualTo(200);
            assertThat(machine.engine().only(id).orElseThrow().startedAt())
                    .as("another one has answered")
                    .isNotEqualTo(running.startedAt());
        }
        machine.remove(id);
    }
}
