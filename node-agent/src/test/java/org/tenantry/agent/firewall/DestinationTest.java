package org.tenantry.agent.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.TenantryException;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.25, 10.0.0.25/32",
        "10.0.0.25/24, 10.0.0.0/24",
        "10.0.0.25:587, 10.0.0.25/32:587",
        "0.0.0.0/0:53, 0.0.0.0/0:53"
    })
    void readsAddressesAndNetworksWithPortsAndWithout(String text, String read) {
        assertThat(Destination.parse(text)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example.org",
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "10.0.0.1:",
                "::1"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Destination.parse(text))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("destination: '" + text + "' (expected: an IPv4 address or network");
    }

    @Test
    void holdsWhatIsInItsBlockAtItsPort() {
        Destination mail = Destination.parse("10.0.0.0/24:25");

        assertThat(mail.holds(Destination.parse("10.0.0.9:25"))).isTrue();
        assertThat(mail.holds(Destination.parse("10.0.0.9:26"))).isFalse();
        assertThat(mail.holds(Destination.parse("10.0.0.9"))).isFalse();
        assertThat(mail.holds(Destination.parse("10.0.0.0/23:25"))).isFalse();
        assertThat(Destination.parse("10.0.0.0/24").holds(mail)).isTrue();
    }
}
