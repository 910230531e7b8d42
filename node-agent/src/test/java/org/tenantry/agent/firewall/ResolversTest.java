package org.tenantry.agent.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tenantry.agent.network.Subnet;

class ResolversTest {
    @Test
    void areTheNameServersThatContainersCanBeAnsweredBy() {
        String text = """
            # nameserver 192.0.2.9
            nameserver 10.0.0.2
            nameserver\t169.254.169.253
            nameserver 127.0.0.53
            nameserver 2001:db8::53
            nameserver
            options ndots:1
            search example.org
            """;

        assertThat(Resolvers.parse(text))
                .containsExactly(Subnet.parse("10.0.0.2/32"), Subnet.parse("169.254.169.253/32"));
    }
}
