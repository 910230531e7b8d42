package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent outlives the control plane. */
@Tag("system")
@Tag("docker")
@ExtendWith(OwnMachine.class)
final class AbsentGatewayTest {
    private final Machine machine;

    AbsentGatewayTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void theAgentBringsAContainerBackWithoutAnyGateway() {
        String id = machine.create("alone", "acme", "hello");
        Engine.Container first = machine.engine().only(id).orElseThrow();
        machine.gateway().kill();

        machine.engine().remove(first);

        machine.await("it is back", () -> machine.engine().only(id).isPresent());
        Engine.Container second = machine.engine().only(id).orElseThrow();
        assertThat(second.id()).isNotEqualTo(first.id());
        machine.gateway().start();
        machine.awaitReady();
        machine.await("it is seen to run", () -> machine.observed(id).equals("running"));
        machine.awaitPage("alone.localhost");
        assertThat(machine.engine().containers(id)).containsExactly(second);
        machine.remove(id);
    }

    @Test
    void anAgentThatStartsWithoutAnyGatewayStartsWhatItWasTold() {
        String id = machine.create("rebooted", "acme", "hello");
        Engine.Container first = machine.engine().only(id).orElseThrow();
        machine.gateway().kill();
        machine.agent().kill();
        // As after a reboot: the engine starts nothing by itself.
        Engine.docker(List.of("kill", first.id()));

        machine.agent().start();

        machine.await("it runs again", () -> machine.engine().only(id).isPresent());
        machine.gateway().start();
        machine.awaitReady();
        machine.awaitPage("rebooted.localhost");
        assertThat(machine.engine().containers(id)).hasSize(1);
        machine.remove(id);
        assertThat(machine.engine().thingsOf(id)).isEmpty();
    }
}
