package org.tenantry.gateway.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BalanceTest {
    private static final long NOW = 1_000_000_000_000L;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ofTwoTheOneWithLessToDo(int seed) {
        List<Standing> all = List.of(busy(3), busy(1));

        assertThat(Balance.next(all, 0, NOW, new Random(seed))).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverOneThatWasTriedNorTheBusiestNorOneThatIsLeftOut(int seed) {
        Random random = new Random(seed);
        int count = 2 + random.nextInt(70);
        List<Standing> all = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> all.add(busy(i == 1 ? 100 : random.nextInt(5))));
        Standing absent = broken();
        all.set(0, absent);
        boolean choice = count > 3;

        int next = Balance.next(all, 0, NOW, random);

        assertThat(next).isNotZero().isLessThan(64);
        if (choice) {
            assertThat(next).isNotEqualTo(1);
        }
        assertThat(Balance.next(all, 1L << next, NOW, random)).isNotEqualTo(next);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whereAllAreLeftOutAnyMayBeAsked(int seed) {
        List<Standing> all = List.of(broken(), broken(), broken());

        assertThat(Balance.next(all, 0b101, NOW, new Random(seed))).isEqualTo(1);
        assertThat(Balance.next(all, 0, NOW, new Random(seed))).isBetween(0, 2);
    }

    @Test
    void spreadsEvenlyOverEqualOnes() {
        int[] counts = new int[5];
        List<Standing> all = IntStream.range(0, 5).mapToObj(i -> busy(0)).toList();
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            int next = Balance.next(all, 0, NOW, random);
            counts[next]++;
            all.get(next).began();
        }

        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1_990, 2_010));
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static Standing busy(int inFlight) {
        Standing standing = new Standing(NOW - Standing.WARM_UP);
        IntStream.range(0, inFlight).forEach(i -> standing.began());
        return standing;
    }

    private static Standing broken() {
        Standing standing = busy(0);
        IntStream.range(0, Standing.MOST_FAILURES).forEach(i -> standing.failed(NOW));
        return standing;
    }
}
