package org.tenantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.config.SettingsException;

class AgentSettingsTest {
    @TempDir
    private Path home;

    @Test
    void hasADefaultForEverything() {
        AgentSettings settings = AgentSettings.read(home, Map.of("TENANTRY_HOME", home.toString()), "Node_7.Example.");

        assertThat(settings.gateways()).containsExactly(URI.create("http://127.0.0.1:8082"));
        assertThat(settings.joinToken()).isEqualTo(home.resolve("join-token"));
        assertThat(settings.networks().prefix()).isEqualTo(26);
        assertThat(settings.node().name().value()).isEqualTo("node-7.example");
    }

    @Test
    void readsWhatIsSetAndTheEnvironmentWins() throws IOException {
        Files.writeString(
                home.resolve("agent.properties"),
                "gateways=http://10.0.0.1:8082, http://10.0.0.2:8082\nrelay.listen=127.0.0.1:7000\n"
                        + "labels=disk=ssd,room=2\nzone=a\n");

        AgentSettings settings = AgentSettings.read(home, Map.of("TENANTRY_ZONE", "b"), "n1");

        assertThat(settings.gateways()).hasSize(2);
        assertThat(settings.relay()).isEqualTo(new AgentSettings.ListenAddress("127.0.0.1", 7000));
        assertThat(settings.node().labels()).containsEntry("disk", "ssd").containsEntry("room", "2");
        assertThat(settings.node().zone()).isEqualTo("b");
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        Files.writeString(
                home.resolve("agent.properties"),
                "gateways=ftp://x\nengine=tcp://1.2.3.4:2375\nnetwork.pool=10.0.0.0\nnetwork.prefix=40\n"
                        + "relay.listen=here\nnode.name=_\nlabels=a\ncolour=red\n");

        assertThatThrownBy(() -> AgentSettings.read(home, Map.of(), "n1"))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        refused -> assertThat(refused.problems())
                                .hasSize(8)
                                .anyMatch(problem -> problem.startsWith("colour: unknown setting"))
                                .anyMatch(problem ->
                                        problem.startsWith("engine: 'tcp://1.2.3.4:2375' (expected: a local")));
    }
}
