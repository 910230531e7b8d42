package org.tenantry.gateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.NodeName;

class SchedulerTest {
    private static final long GIB = 1L << 30;
    private final Scheduler scheduler = new Scheduler(new Overcommit(1, 1));

    @Test
    void placesOnTheNodeWithTheMostLeft() {
        Candidate full = node("a", 8 * GIB, 6 * GIB);
        Candidate empty = node("b", 8 * GIB, 0);

        Placing placing = scheduler.place(new Demand(GIB, 100), List.of(full, empty));

        assertThat(placing).isEqualTo(new Placing.Chosen(empty.id()));
    }

    @Test
    void saysOfEachNodeWhyNot() {
        Candidate away = new Candidate(id("a"), new NodeName("a"), false, false, demand(8 * GIB), Demand.NONE, 0);
        Candidate cordoned = new Candidate(id("b"), new NodeName("b"), true, true, demand(8 * GIB), Demand.NONE, 0);
        Candidate small = node("c", 1 * GIB, 0);

        Placing placing = scheduler.place(new Demand(2 * GIB, 100), List.of(away, cordoned, small));

        assertThat(placing).isInstanceOf(Placing.Waits.class);
        assertThat(((Placing.Waits) placing).reason())
                .isEqualTo("a: its agent has no session; b: it is cordoned; "
                        + "c: memory: 2048 MiB asked, 1024 MiB left to promise");
    }

    @Test
    void waitsWhereNoNodeHasJoined() {
        assertThat(scheduler.place(Demand.NONE, List.of()))
                .isInstanceOfSatisfying(
                        Placing.Waits.class, waits -> assertThat(waits.reason()).contains("no node has joined"));
    }

    @Test
    void equalNodesAreChosenByIdSoThatEqualInputGivesEqualOutput() {
        List<Candidate> nodes = List.of(node("b", GIB, 0), node("a", GIB, 0));

        assertThat(scheduler.place(new Demand(1, 1), nodes)).isEqualTo(new Placing.Chosen(id("a")));
        assertThat(scheduler.place(new Demand(1, 1), nodes.reversed())).isEqualTo(new Placing.Chosen(id("a")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void neverPromisesMoreThanANodeHasAndSpreads(long seed) {
        Random random = new Random(seed);
        List<Candidate> nodes = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            nodes.add(node(name, 16 * GIB, 0));
        }

        List<Candidate> now = nodes;
        for (int i = 0; i < 500; i++) {
            Demand demand = new Demand((1 + random.nextInt(8)) * GIB / 8, 10);
            if (scheduler.place(demand, now) instanceof Placing.Chosen chosen) {
                now = Scheduler.after(chosen, demand, now);
            }
        }

        assertThat(now).allSatisfy(node -> {
            assertThat(node.taken().memoryBytes()).as("seed %d", seed).isLessThanOrEqualTo(16 * GIB);
            assertThat(node.taken().memoryBytes()).as("seed %d", seed).isGreaterThan(15 * GIB - GIB / 2);
        });
    }

    private static Candidate node(String name, long memory, long taken) {
        return new Candidate(id(name), new NodeName(name), true, false, demand(memory), new Demand(taken, 0), 0);
    }

    private static Demand demand(long memory) {
        return new Demand(memory, 64_000);
    }

    private static NodeId id(String name) {
        return new NodeId("n-" + name.repeat(12));
    }
}
