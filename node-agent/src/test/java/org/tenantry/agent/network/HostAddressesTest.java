package org.tenantry.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostAddressesTest {
    @Test
    void readsTheKernelsRoutesWithoutTheDefaultOne() {
        String table = """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0
                docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
                tn-abc\t4000D00A\t00000000\t0001\t0\t0\t0\tC0FFFFFF\t0\t0\t0
                """;

        assertThat(Routes.parse(table)).containsExactly(Subnet.parse("172.17.0.0/16"), Subnet.parse("10.208.0.64/26"));
    }

    @Test
    void seesThisMachinesLoopback() {
        assertThat(HostAddresses.ofThisMachine().now()).contains(Subnet.parse("127.0.0.0/8"));
    }
}
