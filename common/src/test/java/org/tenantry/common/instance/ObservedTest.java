package org.tenantry.common.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tenantry.common.node.Term;

class ObservedTest {
    private static final Revision REVISION = new Revision("r1-0123456789abcdef0123456789abcdef");
    private static final ReplicaState READY = new ReplicaState.Ready(REVISION, Instant.EPOCH);
    private static final ReplicaState DONE = new ReplicaState.Done(REVISION);
    private static final ReplicaState STOPPED = new ReplicaState.Stopped();
    private static final ReplicaState STARTING = new ReplicaState.Starting(REVISION, Instant.EPOCH);
    private static final ReplicaState CRASHED = new ReplicaState.Crashed(REVISION, 1, Failure.because("exit 1"));
    private static final ReplicaState FAILED = new ReplicaState.Failed(Failure.because("refused"));

    @Test
    void theWorstReplicaSaysWhatTheInstanceIs() {
        Map<List<ReplicaState>, Observed> table = Map.of(
                List.of(READY, READY), Observed.RUNNING,
                List.of(READY, STARTING), Observed.STARTING,
                List.of(STARTING, CRASHED), Observed.DEGRADED,
                List.of(CRASHED, FAILED, READY), Observed.FAILED,
                List.of(STOPPED, STOPPED), Observed.STOPPED,
                List.of(STOPPED, READY), Observed.RUNNING,
                List.of(new ReplicaState.Absent()), Observed.ABSENT,
                List.of(new ReplicaState.Waiting("pull")), Observed.STARTING);

        table.forEach(
                (states, expected) -> assertThat(of(states)).as("%s", states).isEqualTo(expected));
    }

    @Test
    void whatIsDoneCountsOnlyWhereNothingElseIs() {
        assertThat(of(List.of(DONE))).isEqualTo(Observed.RUNNING);
        assertThat(of(List.of(DONE, READY))).isEqualTo(Observed.RUNNING);
        assertThat(of(List.of(DONE, STOPPED))).isEqualTo(Observed.STOPPED);
    }

    @Test
    void nothingHeardIsUnknownAndNothingThereIsAbsent() {
        assertThat(Observed.of(Optional.empty())).isEqualTo(Observed.UNKNOWN);
        assertThat(of(List.of())).isEqualTo(Observed.ABSENT);
    }

    private static Observed of(List<ReplicaState> states) {
        List<ReplicaReport> replicas = IntStream.range(0, states.size())
                .mapToObj(i -> new ReplicaReport(
                        new ReplicaKey(new ServiceName("web"), i + 1), states.get(i), Optional.empty()))
                .toList();
        return Observed.of(
                Optional.of(new InstanceReport(new InstanceId("i-aaaaaaaaaaaa"), new Term(1, 1), 1, false, replicas)));
    }
}
