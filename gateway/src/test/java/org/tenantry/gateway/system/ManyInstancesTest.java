package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More instances on one node than Docker's own address pools have networks for. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class ManyInstancesTest {
    /** Docker's default pools end at 31. */
    private static final int MANY = 35;

    private final Machine machine;

    ManyInstancesTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void allOfThemAnswerEachForItselfAndGoWithoutATrace() {
        machine.add(Samples.script(
                "tiny", "exec /app/hello", "environment: {TENANTRY_INSTANCE_ID: \"${TENANTRY_INSTANCE_ID}\"}"));
        List<String> names = IntStream.rangeClosed(1, MANY)
                .mapToObj(number -> "many-" + number)
                .toList();
        List<AdminApi.Reply> ordered = names.stream()
                .map(name -> machine.api().order(name, "acme", "tiny"))
                .toList();
        List<String> ids = ordered.stream().map(one -> one.at("/instance/id")).toList();

        ordered.forEach(
                one -> assertThat(machine.ended(one).path("state").asText()).isEqualTo("succeeded"));

        List<String> answers = names.stream()
                .map(name -> machine.gateway()
                        .page(name + ".localhost", "/identity")
                        .body()
                        .strip())
                .toList();
        assertThat(answers).isEqualTo(ids);
        assertThat(ids).allSatisfy(id -> assertThat(machine.engine().only(id)).isPresent());
        List<AdminApi.Reply> removals = new ArrayList<>();
        ids.forEach(id -> removals.add(machine.api().delete("/instances/" + id)));
        removals.forEach(
                one -> assertThat(machine.ended(one).path("state").asText()).isEqualTo("succeeded"));
        assertThat(ids)
                .allSatisfy(id -> assertThat(machine.engine().networks(id)).isEmpty());
        assertThat(machine.engine().containers()).noneMatch(one -> ids.contains(one.instance()));
    }
}
