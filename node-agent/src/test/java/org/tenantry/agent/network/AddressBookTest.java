package org.tenantry.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tenantry.common.protocol.Ids;

class AddressBookTest {
    private final AddressBook book = new AddressBook(
            new AddressPool(Subnet.parse("10.208.0.0/25"), 26), List::<Subnet>of, new Ids(new Random(1)));

    @Test
    void givesEverybodyAnotherBlockAndDevice() {
        try (var one = book.reserve();
                var other = book.reserve()) {
            assertThat(one.subnet().overlaps(other.subnet())).isFalse();
            assertThat(one.device())
                    .matches("tn-[a-z2-7]{12}")
                    .hasSizeLessThanOrEqualTo(15)
                    .isNotEqualTo(other.device());
        }
    }

    @Test
    void givesABlockAgainThatNobodyUsedInTheEnd() {
        try (var one = book.reserve();
                var other = book.reserve()) {
            assertThat(List.of(one.subnet(), other.subnet())).doesNotHaveDuplicates();
        }

        try (var third = book.reserve()) {
            assertThat(third.subnet()).hasToString("10.208.0.0/26");
        }
    }
}
