package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From nothing to a tenant that answers, and back to nothing. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class LifeOfAnInstanceTest {
    private final Machine machine;

    LifeOfAnInstanceTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void fromNothingToATenantThatAnswersAndBackToNothingByCommandLine() {
        assertThat(machine.cli("tenant", "create", "initech", "--name", "Initech Inc."))
                .returns(0, Engine.Said::exit);
        Engine.Said created =
                machine.cli("instance", "create", "initech", "--tenant", "initech", "--template", "hello");

        assertThat(created).returns(0, Engine.Said::exit);
        assertThat(created.text()).contains("http://initech.localhost:");
        assertThat(machine.gateway().page("initech.localhost", "/").body()).contains("Initech Inc.");
        assertThat(machine.cli("instance", "ls").text()).contains("initech", "hello@1.0", "running");
        assertThat(machine.cli("instance", "show", "initech").text()).contains("initech.localhost", "web", "ready");
        assertThat(machine.cli("instance", "logs", "initech").text()).contains("hello answers on port 8000");
        Engine.Said executed = machine.cli("instance", "exec", "initech", "web", "--", "sh", "-c", "echo out; exit 7");
        assertThat(executed).isEqualTo(new Engine.Said(7, "out\n"));

        String id = machine.api().get("/instances/initech").at("/id");
        assertThat(machine.cli("instance", "stop", "initech")).returns(0, Engine.Said::exit);
        assertThat(machine.engine().containers(id)).noneMatch(Engine.Container::running);
        assertThat(machine.gateway().page("initech.localhost", "/").status()).isEqualTo(503);
        assertThat(machine.cli("instance", "start", "initech")).returns(0, Engine.Said::exit);
        assertThat(machine.gateway().page("initech.localhost", "/").status()).isEqualTo(200);

        assertThat(machine.cli("instance", "rm", "initech", "--yes")).returns(0, Engine.Said::exit);
        assertThat(machine.engine().thingsOf(id)).isEmpty();
        assertThat(machine.gateway().page("initech.localhost", "/").status()).isEqualTo(421);
        assertThat(machine.cli("instance", "show", "initech")).returns(3, Engine.Said::exit);
    }

    @Test
    void anInstanceOfAFormerNameFindsNothingOfTheFormerOne() {
        machine.add(Samples.script(
                "keeper",
                """
                cat /data/note 2>/dev/null || echo nothing was there
                echo "$$TENANTRY_INSTANCE_ID" > /data/note
                exec /app/hello""",
                "user: \"0\"",
                "environment: {TENANTRY_INSTANCE_ID: \"${TENANTRY_INSTANCE_ID}\"}",
                "volumes: [\"data:/data\"]\nvolumes: {data: {}}"));
        String former = machine.create("keeper", "acme", "keeper");
        assertThat(machine.engine().volumes(former)).hasSize(1);
        assertThat(machine.cli("instance", "exec", "keeper", "web", "--", "cat", "/data/note")
                        .text())
                .contains(former);
        machine.remove(former);
        assertThat(machine.engine().thingsOf(former)).isEmpty();

        String later = machine.create("keeper", "acme", "keeper");

        assertThat(later).isNotEqualTo(former);
        assertThat(machine.cli("instance", "logs", "keeper").text()).contains("nothing was there");
        machine.remove(later);
        assertThat(machine.engine().thingsOf(later)).isEmpty();
    }

    @Test
    void dataOfAStoppedInstanceIsThereWhenItStartsAgain() {
        machine.add(Samples.script("memory", """
                cat /data/note 2>/dev/null || echo nothing was there
                echo it was here before > /data/note
                exec /app/hello""", "user: \"0\"", "volumes: [\"data:/data\"]\nvolumes: {data: {}}"));
        String id = machine.create("memory", "acme", "memory");

        machine.ended(machine.api().post("/instances/" + id + "/stop"));
        machine.ended(machine.api().post("/instances/" + id + "/start"));

        assertThat(machine.cli("instance", "logs", "memory").text()).contains("it was here before");
        machine.remove(id);
    }
}
