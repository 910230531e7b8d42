package org.tenantry.agent.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** What every packet filter does. */
abstract class PacketFilterContract {
    private static final Subnet POOL = Subnet.parse("10.208.0.0/12");

    private final PacketFilter filter = filter();
    private final String table = table();

    abstract PacketFilter filter();

    /** One that nobody else has. */
    abstract String table();

    @AfterEach
    void removes() {
        filter.remove(table);
    }

    @Test
    void hasNoTableBeforeSomebodyMakesIt() {
        assertThat(filter.listing(table)).isEmpty();
    }

    @Test
    void showsTheSameUntilSomethingElseIsInItsPlace() {
        filter.replace(table, rules(2));
        Optional<String> first = filter.listing(table);
        Optional<String> again = filter.listing(table);

        filter.replace(table, rules(3));

        assertThat(first).isPresent().isEqualTo(again);
        assertThat(filter.listing(table)).isPresent().isNotEqualTo(first);
    }

    @Test
    void showsTheSameForTheSame() {
        filter.replace(table, rules(300));
        Optional<String> first = filter.listing(table);

        filter.replace(table, rules(300));

        assertThat(filter.listing(table)).isEqualTo(first);
    }

    @Test
    void keepsWhatItHasWhereTheNewIsRefused() {
        filter.replace(table, rules(2));
        Optional<String> before = filter.listing(table);

        assertThatThrownBy(() -> filter.replace(table, "chain {{ nothing"))
                .isInstanceOfSatisfying(
                        TenantryException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));

        assertThat(filter.listing(table)).isEqualTo(before);
    }

    @Test
    void removesItsTableAndNoOther() {
        String other = table + "_other";
        filter.replace(table, rules(1));
        filter.replace(other, rules(1));

        filter.remove(table);
        filter.remove(table);

        assertThat(filter.listing(table)).isEmpty();
        assertThat(filter.listing(other)).isPresent();
        filter.remove(other);
    }

    /** With some of everything; the bridges are nobody's. */
    private static String rules(int bridges) {
        List<Bridge> all = IntStream.range(0, bridges)
                .mapToObj(i -> new Bridge("tn-none" + i, new Subnet(POOL.first() + i * 64L, 26), i % 2 == 1))
                .toList();
        Destination closed = Destination.parse("203.0.113.0/24");
        Destination open = Destination.parse("10.1.2.3");
        Reach reach = new Reach(
                List.of(Destination.parse("192.0.2.1:443"), Destination.parse("192.0.2.0/24:443")),
                List.of(open, Destination.parse("10.1.2.0/24:25"), Destination.parse("10.1.2.3:25")),
                List.of(closed, Destination.parse("203.0.113.7"), new Destination(closed.block(), OptionalInt.of(25))));
        return new Ruleset(all, POOL, reach, Set.of(Subnet.parse("10.0.0.2/32"))).text();
    }
}
