package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Verdict;

/** What every verdict means for every wish; the wishes are of term 1.5 and version 3. */
class VerdictsTest {
    @ParameterizedTest(name = "{0} of {1}.{2} while {3}: {4}")
    @CsvSource({
        "FOLLOW,     5, 3, follow,    NOTHING",
        "FOLLOW,     5, 2, follow,    NOTHING",
        "FOLLOW,     5, 4, follow,    FETCH",
        "FOLLOW,     6, 3, follow,    FETCH",
        "FOLLOW,     4, 9, follow,    REFUSED",
        "FOLLOW,     5, 3, aside,     RESUME",
        "FOLLOW,     5, 4, aside,     FETCH",
        "FOLLOW,     4, 9, aside,     REFUSED",
        "FOLLOW,     5, 3, bare,      FETCH",
        "FOLLOW,     5, 3, remove,    FETCH",
        "FOLLOW,     4, 9, remove,    REFUSED",
        "FOLLOW,     1, 1, undecided, FETCH",
        "KEEP_ASIDE, 5, 3, follow,    KEEP_ASIDE",
        "KEEP_ASIDE, 4, 9, follow,    REFUSED",
        "KEEP_ASIDE, 5, 3, aside,     NOTHING",
        "KEEP_ASIDE, 6, 3, aside,     KEEP_ASIDE",
        "KEEP_ASIDE, 5, 3, remove,    KEEP_ASIDE",
        "KEEP_ASIDE, 0, 0, undecided, KEEP_ASIDE",
        "REMOVE,     5, 3, follow,    REMOVE",
        "REMOVE,     4, 9, follow,    REFUSED",
        "REMOVE,     5, 3, aside,     REMOVE",
        "REMOVE,     5, 3, remove,    NOTHING",
        "REMOVE,     6, 3, remove,    REMOVE",
        "REMOVE,     1, 1, undecided, REMOVE",
    })
    void meansSoMuch(Verdict verdict, long term, long version, String wish, Verdicts expected) {
        Order order = new Order(Samples.INSTANCE, new Term(1, term), version, verdict);

        assertThat(Verdicts.of(order, wish(wish))).isEqualTo(expected);
    }

    private static Wish wish(String name) {
        Assignment assignment = Samples.stack(Goal.RUNNING, 3, 1);
        return switch (name) {
            case "follow" -> new Wish.Follow(assignment);
            case "aside" -> new Wish.Aside(Samples.TERM, 3, Optional.of(assignment));
            case "bare" -> new Wish.Aside(Samples.TERM, 3, Optional.empty());
            case "remove" -> new Wish.Remove(Samples.TERM, 3);
            case "undecided" -> new Wish.Undecided();
            default -> throw new AssertionError(name);
        };
    }
}
