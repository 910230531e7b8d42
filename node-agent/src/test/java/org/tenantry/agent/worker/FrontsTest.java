package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.node.NodeId;

class FrontsTest {
    private static final Endpoint ENDPOINT = new Endpoint(
            new NodeId("n-aaaaaaaaaaaa"),
            Samples.TERM,
            Samples.INSTANCE,
            Samples.replica(Samples.WEB, 1),
            "10.0.0.2",
            8000,
            "tn0");
    private static final Map<String, Endpoint> TOLD = Map.of("c1", ENDPOINT);

    @Test
    void remembersWhatWasToldAndThatItIsToldNoMore() {
        Fronts told = Fronts.NONE.telling(TOLD);
        Fronts withdrawn = told.telling(Map.of());

        assertThat(told.of("c1")).contains(new Fronts.Front(ENDPOINT, true, 0, false));
        assertThat(withdrawn.of("c1")).contains(new Fronts.Front(ENDPOINT, false, 0, false));
        assertThat(withdrawn.left("c1", ENDPOINT, 0).of("c1")).contains(new Fronts.Front(ENDPOINT, false, 0, true));
    }

    @Test
    void forgetsThatNobodyWasThereOnceItIsToldAgain() {
        Fronts left = Fronts.NONE.telling(TOLD).telling(Map.of()).left("c1", ENDPOINT, 0);

        Fronts again = left.telling(TOLD);

        assertThat(again.of("c1")).contains(new Fronts.Front(ENDPOINT, true, 1, false));
        assertThat(again.telling(Map.of()).of("c1")).contains(new Fronts.Front(ENDPOINT, false, 1, false));
    }

    @Test
    void believesNobodyWhoAskedBeforeItWasToldAgain() {
        Fronts again = Fronts.NONE.telling(TOLD).telling(Map.of()).telling(TOLD);

        assertThat(again.left("c1", ENDPOINT, 0)).isEqualTo(again);
        assertThat(again.telling(Map.of()).left("c1", ENDPOINT, 0)).isEqualTo(again.telling(Map.of()));
    }

    @Test
    void learnsOfWhatAnEarlierAgentTold() {
        assertThat(Fronts.NONE.left("c1", ENDPOINT, 0).of("c1")).contains(new Fronts.Front(ENDPOINT, false, 0, true));
    }

    @Test
    void dropsWhatIsGone() {
        assertThat(Fronts.NONE.telling(TOLD).among(Set.of("c2")).all()).isEmpty();
    }
}
