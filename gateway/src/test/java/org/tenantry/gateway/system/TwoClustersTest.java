package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two clusters on one engine never touch each other's things. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class TwoClustersTest {
    private final Machine one;

    TwoClustersTest(Machine one) {
        this.one = one;
    }

    @Test
    void whatOneRemovesOrForgetsIsNotTheOthers() {
        String ours = one.create("neighbour", "acme", "hello");
        List<Engine.Container> before = one.engine().containers(ours);
        List<String> networks = one.engine().networks(ours);

        try (Machine two = Machine.running()) {
            assertThat(two.engine().cluster()).isNotEqualTo(one.engine().cluster());
            String theirs = two.create("neighbour", "acme", "hello");
            // Its agent looks at the whole engine when it starts.
            two.agent().kill();
            two.agent().start();
            two.awaitReady();
            assertThat(two.gateway().page("neighbour.localhost", "/identity").body())
                    .contains(theirs);
            assertThat(one.gateway().page("neighbour.localhost", "/identity").body())
                    .contains(ours);
            two.remove(theirs);
            assertThat(two.engine().thingsOf(theirs)).isEmpty();
        }

        assertThat(one.engine().containers(ours)).isEqualTo(before);
        assertThat(one.engine().networks(ours)).isEqualTo(networks);
        assertThat(one.gateway().page("neighbour.localhost", "/identity").body())
                .contains(ours);
        one.remove(ours);
    }
}
