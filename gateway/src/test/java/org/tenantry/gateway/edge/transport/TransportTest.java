package org.tenantry.gateway.edge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransportTest {
    @Test
    void isWhatAPersonNames() {
        assertThat(Transport.named("auto")).contains(Transport.fastest());
        assertThat(Transport.named("epoll")).contains(Transport.EPOLL);
        assertThat(Transport.named("kqueue")).isEmpty();
    }
}
