package org.tenantry.gateway.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Report;

class NodeSightTest {
    private static final BootId BOOT = new BootId("b-aaaaaaaaaaaa");
    private static final BootId NEXT_BOOT = new BootId("b-bbbbbbbbbbbb");
    private static final InstanceId ACME = new InstanceId("i-aaaaaaaaaaaa");
    private static final InstanceId GLOBEX = new InstanceId("i-bbbbbbbbbbbb");
    private static final InstanceId OTHER = new InstanceId("i-cccccccccccc");

    @Test
    void reportsInOrderAreCompleteOnceOneWasWhole() {
        NodeSight sight =
                NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1)).after(report(BOOT, 2, false, GLOBEX, 1));

        assertThat(sight.complete()).isTrue();
        assertThat(sight.instances()).containsOnlyKeys(ACME, GLOBEX);
        assertThat(sight.isUpTo(BOOT, 2)).isTrue();
        assertThat(sight.isUpTo(BOOT, 3)).isFalse();
        assertThat(sight.isUpTo(NEXT_BOOT, 2)).isFalse();
    }

    @Test
    void aGapKeepsWhatWasSeenAndAsksForTheWhole() {
        NodeSight sight =
                NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1)).after(report(BOOT, 3, false, ACME, 3));

        assertThat(sight.complete()).isFalse();
        assertThat(sight.instances())
                .hasEntrySatisfying(ACME, seen -> assertThat(seen.version()).isEqualTo(1));
    }

    @Test
    void aReportOfAnotherBootIsAGap() {
        NodeSight sight =
                NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1)).after(report(NEXT_BOOT, 2, false, ACME, 3));

        assertThat(sight.complete()).isFalse();
    }

    @Test
    void aReportThatComesTwiceChangesNothing() {
        NodeSight once = NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1)).after(report(BOOT, 2, false, ACME, 2));

        assertThat(once.after(report(BOOT, 2, false, ACME, 9))).isEqualTo(once);
    }

    @Test
    void aWholeReportForgetsWhatItDoesNotName() {
        NodeSight sight =
                NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1)).after(report(BOOT, 2, true, GLOBEX, 1));

        assertThat(sight.instances()).containsOnlyKeys(GLOBEX);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsLostOrDoubledACompleteSightIsTheTruth(int seed) {
        Random random = new Random(seed);
        NodeSight truth = NodeSight.NOTHING;
        NodeSight heard = NodeSight.NOTHING;

        for (int sequence = 1; sequence < 60; sequence++) {
            boolean whole = sequence == 1 || (!heard.complete() && random.nextInt(4) == 0);
            InstanceId id = random.nextBoolean() ? ACME : GLOBEX;
            List<Report> reports = whole
                    ? inParts(sequence, truth.instances().values(), random)
                    : List.of(report(BOOT, sequence, false, id, sequence));
            for (Report report : reports) {
                truth = truth.after(report);
                if (random.nextInt(5) > 0) {
                    heard = heard.after(report);
                    heard = random.nextBoolean() ? heard.after(report) : heard;
                }
            }
            if (heard.isUpTo(BOOT, sequence)) {
                assertThat(heard.instances()).isEqualTo(truth.instances());
            }
        }
    }

    @Test
    void aWholeCountsWithItsLastPartOnly() {
        NodeSight before = NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1));

        NodeSight first = before.after(part(2, 1, GLOBEX));

        assertThat(first.instances()).containsOnlyKeys(ACME);
        assertThat(first.follows()).isTrue();
        assertThat(first.isUpTo(BOOT, 1)).isTrue();
        assertThat(first.isUpTo(BOOT, 2)).isFalse();
        NodeSight both = first.after(part(2, 2, OTHER));
        assertThat(both.instances()).containsOnlyKeys(GLOBEX, OTHER);
        assertThat(both.isUpTo(BOOT, 2)).isTrue();
    }

    @Test
    void aWholeWithALostPartIsNotTakenAndAskedForAgain() {
        NodeSight lost = NodeSight.NOTHING.after(report(BOOT, 1, true, ACME, 1)).after(part(2, 1, GLOBEX));

        NodeSight gap = lost.after(report(BOOT, 3, false, ACME, 2));

        assertThat(lost.isUpTo(BOOT, 2)).isFalse();
        assertThat(gap.follows()).isFalse();
        assertThat(gap.instances()).containsOnlyKeys(ACME);
        NodeSight again = gap.after(part(4, 2, OTHER)).after(part(4, 1, GLOBEX));
        assertThat(again.complete()).isTrue();
        assertThat(again.instances()).containsOnlyKeys(GLOBEX, OTHER);
    }

    @Test
    void partsOfTwoWholesAreNeverPutTogether() {
        NodeSight sight = NodeSight.NOTHING.after(part(1, 1, ACME)).after(part(2, 2, OTHER));

        assertThat(sight.complete()).isFalse();
        assertThat(sight.instances()).isEmpty();
        assertThat(sight.after(part(1, 2, GLOBEX)).after(part(2, 1, GLOBEX)).instances())
                .containsOnlyKeys(GLOBEX, OTHER);
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static List<Report> inParts(long sequence, Collection<InstanceReport> all, Random random) {
        List<InstanceReport> each = List.copyOf(all);
        int of = 1 + random.nextInt(3);
        return IntStream.rangeClosed(1, of)
                .mapToObj(number -> new Report(
                        BOOT,
                        sequence,
                        Optional.of(new Report.Part(number, of)),
                        IntStream.range(0, each.size())
                                .filter(index -> index % of == number - 1)
                                .mapToObj(each::get)
                                .toList()))
                .toList();
    }

    private static Report part(long sequence, int number, InstanceId id) {
        InstanceReport instance = new InstanceReport(id, new Term(1, 1), 1, false, List.of());
        return new Report(BOOT, sequence, Optional.of(new Report.Part(number, 2)), List.of(instance));
    }

    private static Report report(BootId boot, long sequence, boolean whole, InstanceId id, long version) {
        InstanceReport instance = new InstanceReport(id, new Term(1, 1), version, false, List.of());
        return whole
                ? new Report(boot, sequence, Optional.of(new Report.Part(1, 1)), List.of(instance))
                : Report.changes(boot, sequence, List.of(instance));
    }
}
