package org.tenantry.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.Term;

class PortionsTest {
    private static final BootId BOOT = new BootId("b-aaaaaaaaaaaa");

    @Test
    void nothingIsOneWholePartAndNoChange() {
        assertThat(Report.whole(BOOT, 1, List.of()))
                .containsExactly(new Report(BOOT, 1, Optional.of(new Report.Part(1, 1)), List.of()));
        assertThat(Portions.of(List.of())).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void allPartsTogetherSayEverythingAndEachFitsIntoAMessage(int seed) {
        Random random = new Random(seed);
        List<InstanceReport> all = IntStream.range(0, random.nextInt(120))
                .mapToObj(number -> report(number, random.nextInt(16), random.nextInt(20)))
                .toList();

        List<Report> parts = Report.whole(BOOT, 7, all);

        assertThat(parts.stream().flatMap(part -> part.instances().stream())).containsExactlyElementsOf(all);
        for (int index = 0; index < parts.size(); index++) {
            assertThat(parts.get(index).part()).contains(new Report.Part(index + 1, parts.size()));
            assertThat(parts.get(index).sequence()).isEqualTo(7);
            assertThat(bytes(parts.get(index))).isLessThan(Envelope.LONGEST_BODY);
        }
    }

    @Test
    void anInstanceOfAsManyReplicasAsThereMayBeFitsWhateverItsStates() {
        List<Report> parts = Report.whole(BOOT, 1, List.of(report(1, Portions.MOST_REPLICAS, 20)));

        assertThat(parts).singleElement().satisfies(part -> {
            assertThat(part.instances().getFirst().replicas()).hasSize(Portions.MOST_REPLICAS);
            assertThat(bytes(part)).isLessThan(Envelope.LONGEST_BODY);
            assertThat(part.instances().getFirst().replicas())
                    .allSatisfy(replica -> assertThat(replica.state())
                            .isInstanceOfSatisfying(
                                    ReplicaState.Failed.class,
                                    failed -> assertThat(failed.failure().key()).contains("image")));
        });
    }

    @Test
    void aPartThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new Report.Part(3, 2)).isInstanceOf(TenantryException.class);
        assertThatThrownBy(() -> new Report.Part(0, 2)).isInstanceOf(TenantryException.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static int bytes(Report report) {
        return Json.write(Json.sealed(), report).getBytes(StandardCharsets.UTF_8).length;
    }

    private static InstanceReport report(int number, int replicas, int lines) {
        Failure failure = new Failure(
                "x".repeat(300), OptionalInt.of(1), Collections.nCopies(lines, "y".repeat(500)), Optional.of("image"));
        return new InstanceReport(
                new InstanceId("i-aaaaaaaaaa" + (char) ('a' + number / 26) + (char) ('a' + number % 26)),
                new Term(1, 1),
                1,
                false,
                IntStream.rangeClosed(1, replicas)
                        .mapToObj(replica -> new ReplicaReport(
                                new ReplicaKey(new ServiceName("s".repeat(60)), replica),
                                new ReplicaState.Failed(failure),
                                Optional.empty()))
                        .toList());
    }
}
