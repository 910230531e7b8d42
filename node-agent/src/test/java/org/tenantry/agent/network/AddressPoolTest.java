package org.tenantry.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.TenantryException;

class AddressPoolTest {
    private final AddressPool pool = AddressPool.usual();

    @Test
    void beginsAtTheBeginning() {
        assertThat(pool.next(List.of(), Optional.empty())).contains(Subnet.parse("10.208.0.0/26"));
    }

    @Test
    void skipsWhatIsInUseWhateverItsSize() {
        List<Subnet> used =
                List.of(Subnet.parse("10.208.0.64/26"), Subnet.parse("10.208.0.5/32"), Subnet.parse("10.208.0.128/25"));

        assertThat(pool.next(used, Optional.empty())).contains(Subnet.parse("10.208.1.0/26"));
    }

    @Test
    void goesOnAfterTheLastBlockSoThatAddressesAreNotUsedAgainSoon() {
        Optional<Subnet> last = Optional.of(Subnet.parse("10.208.7.192/26"));

        assertThat(pool.next(List.of(), last)).contains(Subnet.parse("10.208.8.0/26"));
    }

    @Test
    void beginsAgainAfterTheEnd() {
        Optional<Subnet> last = Optional.of(Subnet.parse("10.223.255.192/26"));

        assertThat(pool.next(List.of(Subnet.parse("10.208.0.0/26")), last)).contains(Subnet.parse("10.208.0.64/26"));
    }

    @Test
    void saysThatNothingIsFree() {
        assertThat(pool.next(List.of(Subnet.parse("10.0.0.0/8")), Optional.empty()))
                .isEmpty();
    }

    @Test
    void hasRoomForThousandsOfNetworks() {
        List<Subnet> used = new ArrayList<>();
        Optional<Subnet> last = Optional.empty();
        for (int i = 0; i < 2_000; i++) {
            last = pool.next(used, last);
            used.add(last.orElseThrow());
        }

        assertThat(used).doesNotHaveDuplicates().hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987})
    void neverTouchesWhatIsInUseAndFindsTheOneBlockThatIsLeft(int seed) {
        Random random = new Random(seed);
        AddressPool small = new AddressPool(Subnet.parse("10.208.0.0/22"), 26);
        List<Subnet> used = new ArrayList<>();
        Optional<Subnet> last = Optional.empty();
        for (Optional<Subnet> next = small.next(used, last); next.isPresent(); next = small.next(used, last)) {
            Subnet block = next.get();
            assertThat(used).noneMatch(block::overlaps);
            assertThat(small.range().overlaps(block)).isTrue();
            used.add(block);
            last = random.nextBoolean() ? next : Optional.of(used.get(random.nextInt(used.size())));
        }

        assertThat(used).hasSize(16);
    }

    @Test
    void refusesBlocksThatHoldNobody() {
        assertThatThrownBy(() -> new AddressPool(Subnet.parse("10.208.0.0/12"), 31))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("12 to 29");
    }
}
