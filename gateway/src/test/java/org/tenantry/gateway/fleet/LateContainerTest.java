package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.HeldVolume;
import org.tenantry.agent.runtime.Owner;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.agent.runtime.VolumeOrder;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.instance.InstanceId;

/** An engine finishes something of an instance after everybody has confirmed that nothing of it is left. */
class LateContainerTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void removesWhatIsOfAnInstanceThatIsGoneAndKeepsWhatNobodyKnows() {
        Owner gone = removed("acme");
        Owner unknown = new Owner(new InstanceId("i-unknownaaaaa"), gone.tenant());
        fleet.node().stop();

        fleet.node().engine.runtime(fleet.cluster()).createVolume(late(gone));
        HeldVolume kept = fleet.node().engine.runtime(fleet.cluster()).createVolume(late(unknown));
        fleet.node().start();

        Waiting.until(
                "only what nobody knows is left",
                () -> fleet.node().inventory().volumes().size() == 1);
        assertThat(fleet.node().inventory().volumes()).containsExactly(kept);
    }

    /** Whose it was. */
    private Owner removed(String name) {
        assertThat(fleet.ended(fleet.create(name, FleetTemplates.PAIR))).isEqualTo("succeeded");
        Owner owner = fleet.node().inventory().containers().getFirst().owner();
        assertThat(fleet.ended(fleet.remove(name))).isEqualTo("succeeded");
        assertThat(fleet.isEmpty()).isTrue();
        return owner;
    }

    private static VolumeOrder late(Owner owner) {
        return new VolumeOrder(owner, new VolumeKey.Named("late"));
    }
}
