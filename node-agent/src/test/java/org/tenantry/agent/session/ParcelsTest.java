package org.tenantry.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Envelope;

class ParcelsTest {
    @Test
    void sendsEverythingAtOnceWhereItFits() {
        assertThat(Parcels.whole(failing(3))).containsExactly(new Parcels.Parcel(true, failing(3)));
    }

    @Test
    void leavesLogsOutOfTheWholeWhereTheyDoNotFitAndTellsThemAfterwards() {
        List<Parcels.Parcel> parcels = Parcels.whole(failing(100));

        assertThat(parcels.getFirst().whole()).isTrue();
        assertThat(parcels.getFirst().reports()).hasSize(100);
        assertThat(parcels.stream().skip(1)).noneMatch(Parcels.Parcel::whole);
        assertThat(parcels.stream().skip(1).flatMap(parcel -> parcel.reports().stream()))
                .containsExactlyElementsOf(failing(100));
        assertThat(parcels)
                .allSatisfy(parcel -> assertThat(
                                Json.write(Json.sealed(), parcel.reports()).getBytes(StandardCharsets.UTF_8).length)
                        .isLessThan(Envelope.LONGEST));
    }

    @Test
    void sendsNothingWhereNothingChanged() {
        assertThat(Parcels.changes(List.of())).isEmpty();
    }

    private static List<InstanceReport> failing(int count) {
        Failure failure = new Failure("it ended", OptionalInt.of(1), Collections.nCopies(20, "x".repeat(500)));
        return IntStream.range(0, count)
                .mapToObj(number -> new InstanceReport(
                        new InstanceId("i-aaaaaaaaaa" + (char) ('a' + number / 26) + (char) ('a' + number % 26)),
                        Samples.TERM,
                        1,
                        false,
                        List.of(new ReplicaReport(
                                Samples.replica(Samples.WEB, 1), new ReplicaState.Failed(failure), Optional.empty()))))
                .toList();
    }
}
