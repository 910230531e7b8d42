package org.tenantry.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.TenantryException;

class SubnetTest {
    @Test
    void ignoresHostBits() {
        assertThat(Subnet.parse("172.17.0.1/16")).hasToString("172.17.0.0/16");
    }

    @Test
    void namesTheAddressesInIt() {
        Subnet block = Subnet.parse("10.208.255.192/26");

        assertThat(block.address(1)).isEqualTo("10.208.255.193");
        assertThat(block.last() - block.first()).isEqualTo(63);
    }

    @Test
    void overlapsWhatHoldsItAndWhatItHolds() {
        Subnet block = Subnet.parse("10.208.0.64/26");

        assertThat(block.overlaps(Subnet.parse("10.0.0.0/8"))).isTrue();
        assertThat(block.overlaps(Subnet.parse("10.208.0.127/32"))).isTrue();
        assertThat(block.overlaps(Subnet.parse("10.208.0.0/26"))).isFalse();
        assertThat(block.overlaps(Subnet.parse("10.208.0.128/26"))).isFalse();
    }

    @Test
    void reachesTheHighestAddress() {
        assertThat(Subnet.parse("255.255.255.255/32").last()).isEqualTo(0xFFFFFFFFL);
        assertThat(Subnet.parse("0.0.0.0/0").last()).isEqualTo(0xFFFFFFFFL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.208.0.0", "10.208.0/12", "10.208.0.256/24", "10.208.0.0/33", "fd00::/8"})
    void refusesWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> Subnet.parse(text))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("subnet");
    }
}
