package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.Load;
import org.tenantry.common.node.NodeId;

class RetiringTest {
    private static final NodeId NODE = new NodeId("n-aaaaaaaaaaaa");
    private static final Endpoint ENDPOINT = new Endpoint(
            NODE, Samples.TERM, Samples.INSTANCE, Samples.replica(Samples.WEB, 1), "10.0.0.2", 8000, "tn0");
    private static final Memory WITHDRAWN = Memory.begun(List.of())
            .withFronts(Fronts.NONE.telling(Map.of("c1", ENDPOINT)).telling(Map.of()));

    private final Deque<Optional<Load>> answers = new ArrayDeque<>();
    private final List<Endpoint> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    /** Each question takes a second; the last answer stays. */
    private final Retiring retiring = new Retiring(NODE, this::answer, Duration.ofSeconds(3), nanos::get);

    private Optional<Load> answer(Endpoint endpoint) {
        asked.add(endpoint);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        return answers.size() > 1 ? answers.remove() : answers.getFirst();
    }

    @Test
    void asksUntilNobodyIsThere() throws Exception {
        answers.add(Optional.of(new Load(true, 3, 0)));
        answers.add(Optional.of(new Load(false, 1, 0)));
        answers.add(Optional.of(Load.NONE));

        Memory after = retired(Occasion.SUCCEEDED);

        assertThat(asked).containsExactly(ENDPOINT, ENDPOINT, ENDPOINT);
        assertThat(after.fronts().of("c1")).contains(new Fronts.Front(ENDPOINT, false, 0, true));
    }

    @Test
    void goesOnWhereItsTimeIsOver() throws Exception {
        answers.add(Optional.of(new Load(true, 1, 0)));

        assertThat(retired(Occasion.HELD).fronts().of("c1").map(Fronts.Front::left))
                .contains(true);
        assertThat(asked).hasSize(3);
    }

    @Test
    void goesOnWhereNobodyAnswersInAllItsTime() throws Exception {
        answers.add(Optional.empty());

        assertThat(retired(Occasion.ENDING).fronts().of("c1").map(Fronts.Front::left))
                .contains(true);
        assertThat(asked).hasSize(3);
    }

    private Memory retired(Occasion occasion) throws InterruptedException {
        Situation situation = new Situation(
                new Wish.Follow(Samples.stack(Goal.RUNNING, 1, 1)),
                Inventory.empty(),
                WITHDRAWN,
                Set.of(),
                Instant.EPOCH);
        Step.Retire step = new Step.Retire(Samples.replica(Samples.WEB, 1), "c1", occasion, 0);
        return retiring.perform(step, situation).apply(WITHDRAWN);
    }
}
