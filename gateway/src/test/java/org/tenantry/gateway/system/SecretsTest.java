package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A generated secret is in its container's environment and nowhere else that anybody can look. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class SecretsTest {
    private final Machine machine;

    SecretsTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void aGeneratedSecretIsNowhereButInItsContainer() {
        Samples.Texts plain = Samples.script("vault", "exec /app/hello", "environment: {KEY: \"${vault_key}\"}");
        machine.add(new Samples.Texts(plain.manifest() + "secrets: {vault_key: {length: 32}}\n", plain.compose()));
        String id = machine.create("vault", "acme", "vault");
        Engine.Container container = machine.engine().only(id).orElseThrow();
        String secret = keyOf(container);
        assertThat(secret).hasSize(32);
        machine.await(
                "the snapshot has it",
                () -> machine.home().text("gateway/routes.json").contains(id));

        Map<String, String> places = new TreeMap<>(files());
        places.putAll(commandLines());
        places.putAll(answers(id));
        places.put(
                "what else the engine tells",
                Engine.docker(List.of("inspect", container.id())).text().replace("\"KEY=" + secret + "\"", ""));

        assertThat(places).containsKeys("gateway/store.db", "agent/identity.json", "gateway.log", "agent.log");
        assertThat(placesWith(places, secret)).isEmpty();
        machine.remove(id);
    }

    @Test
    void twoInstancesHaveSecretsOfTheirOwn() {
        Samples.Texts plain = Samples.script("pair-of-vaults", "exec /app/hello", "environment: {KEY: \"${k}\"}");
        machine.add(new Samples.Texts(plain.manifest() + "secrets: {k: {length: 32}}\n", plain.compose()));
        String one = machine.create("vault-one", "acme", "pair-of-vaults");
        String two = machine.create("vault-two", "acme", "pair-of-vaults");

        assertThat(keyOf(machine.engine().only(one).orElseThrow()))
                .isNotEqualTo(keyOf(machine.engine().only(two).orElseThrow()));
        machine.remove(one);
        machine.remove(two);
    }

    @Test
    void theAdministratorsTokenIsInItsFileOnly() {
        String token = machine.home().text("admin-token");
        Map<String, String> places = new TreeMap<>(files());
        places.putAll(commandLines());

        assertThat(placesWith(places, token)).containsExactly("admin-token");
        assertThat(placesWith(places, machine.home().text("cluster.key"))).containsExactly("cluster.key");
    }

    private String keyOf(Engine.Container container) {
        return machine.engine().environment(container).stream()
                .filter(line -> line.startsWith("KEY="))
                .map(line -> line.substring("KEY=".length()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> placesWith(Map<String, String> places, String secret) {
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        return places.entrySet().stream()
                .filter(place ->
                        place.getValue().contains(secret) || place.getValue().contains(encoded))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The store, its log of changes, the agent's disk, snapshots, logs. */
    private Map<String, String> files() {
        Map<String, String> found = new TreeMap<>();
        for (Path file : machine.home().files()) {
            String name = machine.home().directory().relativize(file).toString();
            read(file).ifPresent(text -> found.put(name, text));
        }
        return found;
    }

    /** What every process of this machine was started with; environments too, of those that are ours. */
    private Map<String, String> commandLines() {
        Map<String, String> found = new TreeMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> read(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                        .ifPresent(text -> found.put("command line of " + process.pid(), text)));
        Stream.of(machine.gateway().program(), machine.agent().program())
                .flatMap(Optional::stream)
                .forEach(program -> read(Path.of("/proc", String.valueOf(program.pid()), "environ"))
                        .ifPresent(text -> found.put("environment of " + program.pid(), text)));
        return found;
    }

    private Map<String, String> answers(String id) {
        Map<String, String> found = new TreeMap<>();
        List<String> paths = new ArrayList<>(List.of("/instances", "/operations", "/templates", "/tokens", "/nodes"));
        paths.addAll(List.of("/instances/" + id, "/templates/vault@1", "/instances/" + id + "/logs"));
        for (String path : paths) {
            AdminApi.Reply reply = machine.api().get(path);
            assertThat(reply.status()).as(path).isEqualTo(200);
            found.put(path, reply.text());
        }
        found.put("show", machine.cli("instance", "show", id, "-o", "json").text());
        return found;
    }

    /** Its bytes, one character each; empty where it went meanwhile or isn't ours to read. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
