package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A parameter of an instance that runs is changed, on the real engine. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class ChangedInstanceTest {
    private final Machine machine;

    ChangedInstanceTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void replacesTheContainerOfTheServiceThatUsesItAndNoOther() {
        machine.add(new Samples.Texts(
                Samples.manifest("duo") + "parameters: {motto: {type: string, default: Welcome}}\n", """
                services:
                  web:
                    image: tenantry-sample/hello:1.0
                    environment: {TENANTRY_HOST: "${TENANTRY_HOST}", MOTTO: "${motto}"}
                    stop_grace_period: 1s
                  companion:
                    image: tenantry-sample/hello:1.0
                    environment: {PORT: "9000"}
                    volumes: ["data:/data"]
                volumes: {data: {}}
                """));
        String id = machine.create("duo", "acme", "duo");
        Map<String, String> before = containers(id);

        Engine.Said preview = machine.cli("instance", "change", "duo", "-p", "motto=Hello", "--dry-run");
        assertThat(preview.text()).containsPattern("web +replaced").containsPattern("companion +kept");
        assertThat(containers(id)).isEqualTo(before);

        assertThat(machine.cli("instance", "change", "duo", "-p", "motto=Hello", "--host", "second.localhost"))
                .returns(0, Engine.Said::exit);

        assertThat(machine.cli("instance", "exec", "duo", "web", "--", "sh", "-c", "echo $MOTTO")
                        .text())
                .as("by the successor, though its predecessor may be leaving still")
                .isEqualTo("Hello\n");
        machine.await(
                "only the successor is left",
                () -> machine.engine().containers(id).size() == 2);
        Map<String, String> after = containers(id);
        assertThat(after.get("companion")).isEqualTo(before.get("companion"));
        assertThat(after.get("web")).isNotEqualTo(before.get("web"));
        assertThat(machine.gateway().page("second.localhost", "/").status()).isEqualTo(200);
        machine.remove(id);
    }

    /** The engine's id of each service's only container. */
    private Map<String, String> containers(String instance) {
        return machine.engine().containers(instance).stream()
                .collect(Collectors.toMap(Engine.Container::service, Engine.Container::id));
    }
}
