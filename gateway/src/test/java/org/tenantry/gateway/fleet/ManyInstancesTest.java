package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many instances, ordered at once over several nodes. */
class ManyInstancesTest {
    private static final int INSTANCES = 300;
    private static final int NODES = 3;

    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, NODES);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void areSpreadEvenlyAndAllRunAndLeaveNothing() {
        long begun = System.nanoTime();
        List<String> creates =
                names().map(name -> fleet.create(name, FleetTemplates.PAIR)).toList();
        long ordered = System.nanoTime();
        await("created", creates);
        long created = System.nanoTime();

        for (FleetNode node : fleet.nodes()) {
            assertThat(node.inventory().instances()).hasSizeBetween(80, 120);
            assertThat(node.inventory().containers())
                    .hasSize(2 * node.inventory().instances().size());
        }
        long removing = System.nanoTime();
        await("removed", names().map(fleet::remove).toList());
        assertThat(fleet.isEmpty()).isTrue();
        System.out.printf(
                "%d instances on %d nodes: ordered in %d ms, all ready after %d ms, all removed in %d ms%n",
                INSTANCES,
                NODES,
                Duration.ofNanos(ordered - begun).toMillis(),
                Duration.ofNanos(created - begun).toMillis(),
                Duration.ofNanos(System.nanoTime() - removing).toMillis());
    }

    private void await(String what, List<String> operations) {
        operations.forEach(
                operation -> assertThat(fleet.ended(operation)).as(what).isEqualTo("succeeded"));
    }

    private static Stream<String> names() {
        return IntStream.range(0, INSTANCES).mapToObj(number -> "many-" + number);
    }
}
