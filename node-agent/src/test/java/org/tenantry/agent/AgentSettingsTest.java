package org.tenantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Bounds;
import org.tenantry.common.config.SettingsException;
import org.tenantry.common.instance.Limits;

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
        assertThat(settings.isolation()).isEqualTo(IsolationSettings.usual());
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
    void readsWhatKeepsInstancesApart() throws IOException {
        Files.writeString(
                home.resolve("agent.properties"),
                "firewall=off\nedge.addresses=203.0.113.5:80,203.0.113.5:443\negress.allow=10.0.0.25:587\n"
                        + "egress.deny=203.0.113.0/24\ncontainer.cpus=0.5\ncontainer.memory=0\ncontainer.pids=100\n"
                        + "container.init=off\ncgroup.parent=hosting/tenantry\ntenant.cpus=3\ntenant.memory=4GiB\n");

        IsolationSettings read = AgentSettings.read(home, Map.of(), "n1").isolation();

        assertThat(read.firewall()).isFalse();
        assertThat(read.reach().edge()).hasToString("[203.0.113.5/32:80, 203.0.113.5/32:443]");
        assertThat(read.reach().allowed()).hasToString("[10.0.0.25/32:587]");
        assertThat(read.reach().denied()).hasToString("[203.0.113.0/24]");
        assertThat(read.bounds())
                .isEqualTo(new Bounds(
                        new Limits(OptionalInt.of(500), OptionalLong.empty(), OptionalInt.of(100)),
                        false,
                        "hosting/tenantry",
                        new Limits(OptionalInt.of(3_000), OptionalLong.of(4L << 30), OptionalInt.empty())));
    }

    @Test
    void refusesWhatWouldKeepNothingApart() throws IOException {
        Files.writeString(
                home.resolve("agent.properties"),
                "firewall=no\nedge.addresses=203.0.113.5\negress.allow=mail.example.org\negress.deny=::/0\n"
                        + "container.cpus=two\ncgroup.parent=../x\ntenant.pids=-1\n");

        assertThatThrownBy(() -> AgentSettings.read(home, Map.of(), "n1"))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        refused -> assertThat(refused.problems())
                                .hasSize(7)
                                .anyMatch(problem -> problem.startsWith("firewall: 'no' (expected: required or off)"))
                                .anyMatch(problem ->
                                        problem.startsWith("edge.addresses: '203.0.113.5' (expected: IPv4")));
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
