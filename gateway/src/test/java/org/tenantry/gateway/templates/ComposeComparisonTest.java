package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.agent.home.Home;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.Orders;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.agent.runtime.docker.DockerRuntime;
import org.tenantry.agent.runtime.docker.DockerSettings;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Service;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.TemplateFile;

/**
 * Every supported key, one service each: the container that an agent makes of it, as the engine shows it, against the one that
 * {@code docker-compose --compatibility} makes of the same file. What is meant to differ is in {@link #MEANT}.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE = "tenantry-sample/hello:1.0";
    private static final URI ENGINE = URI.create("unix:///var/run/docker.sock");

    /** What of a container is looked at, and nothing else: the rest names the container, or is the engine's own affair. */
    private static final List<String> SEEN = List.of(
            "/Config/Cmd",
            "/Config/Entrypoint",
            "/Config/Env",
            "/Config/Hostname",
            "/Config/OpenStdin",
            "/Config/StopSignal",
            "/Config/StopTimeout",
            "/Config/Tty",
            "/Config/User",
            "/Config/WorkingDir",
            "/HostConfig/CapAdd",
            "/HostConfig/CapDrop",
            "/HostConfig/Dns",
            "/HostConfig/DnsOptions",
            "/HostConfig/DnsSearch",
            "/HostConfig/ExtraHosts",
            "/HostConfig/Init",
            "/HostConfig/LogConfig",
            "/HostConfig/Memory",
            "/HostConfig/MemorySwap",
            "/HostConfig/NanoCpus",
            "/HostConfig/PidsLimit",
            "/HostConfig/PortBindings",
            "/HostConfig/Privileged",
            "/HostConfig/ReadonlyRootfs",
            "/HostConfig/RestartPolicy",
            "/HostConfig/SecurityOpt",
            "/HostConfig/ShmSize",
            "/HostConfig/Sysctls",
            "/HostConfig/Ulimits");

    /** Where and why containers differ, by what is looked at; the value is the reason. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("/Config/Hostname", "the service's name, not the container's id, where the file says nothing"),
            Map.entry("/HostConfig/Init", "false is said and not left to the engine's settings"),
            Map.entry("/HostConfig/LogConfig", "logs are rotated the same way for all"),
            Map.entry("/HostConfig/MemorySwap", "no swap beyond the limit: a tenant's swapping is everybody's"),
            Map.entry("/HostConfig/PidsLimit", "processes are limited where the file names no limit"),
            Map.entry("/HostConfig/RestartPolicy", "the agent restarts, and nobody else"),
            Map.entry("/HostConfig/SecurityOpt", "no-new-privileges for all"),
            Map.entry("/HostConfig/PortBindings", "no container publishes a port"),
            Map.entry("/HostConfig/CapAdd", "capabilities are fewer for all, and those asked for come on top"),
            Map.entry("/HostConfig/CapDrop", "capabilities are fewer for all"));

    /** Where the file names no limit, the agent's is one. */
    private static final Set<String> UNLIMITED = Set.of("/HostConfig/Memory", "/HostConfig/NanoCpus");

    private static final String TOP = """
        version: "3.8"
        services:
        """;
    private static final String REST = """
        volumes: {data: }
        networks: {front: , back: {internal: true}}
        secrets: {key: {file: ./key.txt}}
        """;

    /** Keys of a service; whatever stands before the first colon is the service's name too. */
    private static final SortedMap<String, String> KEYS = new TreeMap<>(Map.ofEntries(
            Map.entry("command-text", "command: serve --title \"two words\" ''"),
            Map.entry("command-list", "command: [serve, '', 'two words']"),
            Map.entry("entrypoint", "entrypoint: /bin/sh -c"),
            Map.entry("environment-map", "environment: {A: 1, B: 'true', C: '', D: 1.0}"),
            Map.entry("environment-list", "environment: [A=1, B=x=y, C=]"),
            Map.entry("env-file", "env_file: ./common.env\nenvironment: {A: own}"),
            Map.entry("user", "user: '1000:1000'\nworking_dir: /srv"),
            Map.entry("init", "init: true"),
            Map.entry("stop", "stop_signal: SIGQUIT\nstop_grace_period: 21s"),
            Map.entry("limits", "deploy: {resources: {limits: {memory: 64m, cpus: '0.5'}}}"),
            Map.entry("volume", "volumes: ['data:/data', 'data:/copy:ro']"),
            Map.entry("volume-anonymous", "volumes: [/scratch]"),
            Map.entry("bind", "volumes: ['./common.env:/etc/common.env:ro', './site:/srv/site:ro']"),
            Map.entry("secret", "secrets: [key, {source: key, target: other}]"),
            Map.entry("tmpfs", "tmpfs: ['/run', '/var/tmp:size=1m,mode=1777']"),
            Map.entry("networks", "networks: {front: {aliases: [web, www]}, back: }"),
            Map.entry("links", "networks: [front]\nlinks: ['networks:linked']"),
            Map.entry("extra-hosts", "extra_hosts: ['a:10.0.0.1', 'b.example.org:10.0.0.2']"),
            Map.entry("dns", "dns: [9.9.9.9]\ndns_search: [example.org]\ndns_opt: ['ndots:1']"),
            Map.entry("hostname", "hostname: named"),
            Map.entry("ulimits", "ulimits: {nofile: {soft: 1000, hard: 2000}, nproc: 500}"),
            Map.entry("shm-size", "shm_size: 32m"),
            Map.entry("sysctls", "sysctls: {net.core.somaxconn: 512}"),
            Map.entry("cap-drop", "cap_drop: [CHOWN]\ncap_add: [SETUID]"),
            Map.entry("read-only", "read_only: true"),
            Map.entry("tty", "tty: true\nstdin_open: true"),
            Map.entry("restart", "restart: always"),
            Map.entry("ports", "ports: ['127.0.0.1::80']"),
            Map.entry("plain", "labels: {a: b}")));

    private Path directory = Path.of(".");
    private final String project = "cmp" + Orders.id("i-").substring(2);
    private final ClusterId cluster = new ClusterId(Orders.id("c-"));
    private final Map<String, JsonNode> reference = new TreeMap<>();
    private final Map<String, JsonNode> ours = new TreeMap<>();

    @BeforeAll
    void makeBoth(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Files.createDirectory(directory.resolve("site"));
        Files.writeString(directory.resolve("common.env"), "A=file\nB=\"quoted\" # comment\n# nothing\nexport C=3\n");
        Files.writeString(directory.resolve("site/index.html"), "<p>");
        Files.writeString(directory.resolve("key.txt"), "k3y");
        Files.writeString(directory.resolve("docker-compose.yml"), compose());
        run("docker-compose", "--compatibility", "-p", project, "up", "--no-start");
        List<String> inspect = new ArrayList<>(List.of("docker", "inspect"));
        run("docker", "ps", "-aq", "--no-trunc", "--filter", "label=com.docker.compose.project=" + project)
                .lines()
                .forEach(inspect::add);
        for (JsonNode container : JSON.readTree(run(inspect.toArray(String[]::new)))) {
            reference.put(
                    container.at("/Config/Labels/com.docker.compose.service").asText(), container);
        }
        makeOurs();
    }

    @AfterAll
    void removeBoth() throws Exception {
        run("docker-compose", "-p", project, "down", "-v");
        try (Runtime runtime = runtime()) {
            runtime.inventory().containers().forEach(container -> runtime.remove(container.id()));
            runtime.inventory().networks().forEach(network -> runtime.removeNetwork(network.id()));
            runtime.inventory().volumes().forEach(volume -> runtime.removeVolume(volume.id()));
        }
    }

    static SortedSet<String> keys() {
        return new TreeSet<>(KEYS.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aContainerIsWhatComposeMakesOfTheSameKeys(String name) {
        JsonNode theirs = Samples.at(reference, name);
        JsonNode made = Samples.at(ours, name);

        for (String what : SEEN) {
            boolean unlimited = UNLIMITED.contains(what) && theirs.at(what).asLong() == 0;
            if (!MEANT.containsKey(what) && !unlimited) {
                assertThat(plain(made.at(what))).as(what).isEqualTo(plain(theirs.at(what)));
            }
        }
        assertThat(mounts(made)).isEqualTo(mounts(theirs));
        assertThat(networks(made)).containsAllEntriesOf(networks(theirs));
    }

    /** Of what differs for all, what a service asks for holds all the same. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void whatDiffersForAllIsOnTheSafeSide(String name) {
        JsonNode made = Samples.at(ours, name);

        assertThat(made.at("/HostConfig/RestartPolicy/Name").asText()).isIn("no", "");
        assertThat(made.at("/HostConfig/SecurityOpt").toString()).contains("no-new-privileges");
        assertThat(plain(made.at("/HostConfig/PortBindings"))).isEmpty();
        assertThat(made.at("/HostConfig/PidsLimit").asLong()).isPositive();
        if (name.equals("cap-drop")) {
            assertThat(made.at("/HostConfig/CapDrop").toString()).contains("CHOWN");
            assertThat(made.at("/HostConfig/CapAdd").toString()).contains("SETUID");
        }
    }

    private static String compose() {
        StringBuilder file = new StringBuilder(TOP);
        KEYS.forEach((name, keys) -> file.append("  ")
                .append(name)
                .append(":\n    image: ")
                .append(IMAGE)
                .append('\n')
                .append(keys.indent(4)));
        return file.append(REST).toString();
    }

    private void makeOurs() throws Exception {
        List<TemplateFile> files = new ArrayList<>();
        for (String path : List.of("common.env", "site/index.html", "key.txt")) {
            files.add(new TemplateFile(new FilePath(path), Files.readAllBytes(directory.resolve(path)), false));
        }
        Template template = TemplateReader.read(
                "{format: 1, name: a, version: 1, web: {service: plain, port: 80}}", compose(), new FileSet(files));
        Rendered rendered = Rendering.render(
                template, new RenderInput(Samples.FACTS, Map.of(), Map.of("unused", Secret.of("x")), Map.of()));
        try (Runtime runtime = runtime();
                Home home = Home.open(directory.resolve("agent"), new SecureRandom())) {
            Orders orders = new Orders(runtime, ImageRef.named(IMAGE));
            Map<String, String> networks = new TreeMap<>();
            rendered.networks()
                    .forEach(it ->
                            networks.put(it.name(), orders.network(it.name()).id()));
            for (Service service : rendered.services()) {
                service.form().mounts().stream()
                        .flatMap(mount -> mount.contents().stream())
                        .forEach(content -> home.supplies().put(content, bytes(rendered, content)));
                ours.put(service.name().value(), made(runtime, home, orders, service, networks));
            }
        }
    }

    private JsonNode made(Runtime runtime, Home home, Orders orders, Service service, Map<String, String> networks)
            throws Exception {
        ReplicaKey replica = new ReplicaKey(service.name(), 1);
        List<ContainerOrder.VolumeUse> volumes = new ArrayList<>();
        for (Mount mount : service.form().mounts()) {
            switch (mount) {
                case Mount.Volume volume ->
                    volumes.add(new ContainerOrder.VolumeUse(
                            orders.volume(new VolumeKey.Named(volume.name())).id(),
                            volume.target(),
                            volume.readOnly()));
                case Mount.Anonymous volume ->
                    volumes.add(new ContainerOrder.VolumeUse(
                            orders.volume(new VolumeKey.Declared(replica, volume.target()))
                                    .id(),
                            volume.target(),
                            false));
                case Mount.Tmpfs memory -> {}
                case Mount.File file -> {}
                case Mount.Directory tree -> {}
            }
        }
        String id = runtime.createContainer(new ContainerOrder(
                orders.owner(),
                replica,
                service.revision(),
                runtime.ensureImage(service.form().image(), progress -> {}).id(),
                service.form(),
                service.form().networks().stream()
                        .map(it -> new ContainerOrder.NetworkUse(Samples.at(networks, it.network()), it.aliases()))
                        .toList(),
                volumes,
                home.files().place(orders.owner().instance(), service.form().mounts()).stream()
                        .map(it -> new ContainerOrder.FileUse(it.source().toString(), it.target()))
                        .toList()));
        return inspected(id);
    }

    private static byte[] bytes(Rendered rendered, Content content) {
        return rendered.contents().find(content.digest()).orElseThrow();
    }

    private Runtime runtime() {
        return DockerRuntime.open(DockerSettings.at(ENGINE, Path.of("/nonexistent")), cluster);
    }

    /** Lists as sorted texts, nothing as nothing: which of null, [] and {} an engine shows is no difference. */
    private static List<String> plain(JsonNode node) {
        if (node.isMissingNode() || node.isNull() || node.isContainerNode() && node.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> texts.add(item.isObject() ? fields(item) : item.asText()));
            return texts.stream().sorted().toList();
        }
        return List.of(node.isObject() ? fields(node) : node.asText());
    }

    private static String fields(JsonNode node) {
        SortedMap<String, String> fields = new TreeMap<>();
        node.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields.toString();
    }

    /** Target, kind, and whether it can be written; memory that the older form of the API asks for is among it. */
    private static SortedSet<String> mounts(JsonNode container) {
        SortedSet<String> mounts = new TreeSet<>();
        container
                .at("/Mounts")
                .forEach(mount -> mounts.add(mount.at("/Destination").asText() + " "
                        + mount.at("/Type").asText() + " " + mount.at("/RW").asBoolean()));
        container.at("/HostConfig/Mounts").forEach(mount -> {
            if (mount.at("/Type").asText().equals("tmpfs")) {
                mounts.add(mount.at("/Target").asText() + " tmpfs true");
            }
        });
        container.at("/HostConfig/Tmpfs").properties().forEach(memory -> mounts.add(memory.getKey() + " tmpfs true"));
        return mounts;
    }

    /** Aliases by network; the container's own id, which the engine adds, left out. */
    private Map<String, SortedSet<String>> networks(JsonNode container) {
        Map<String, SortedSet<String>> networks = new TreeMap<>();
        String id = container.at("/Id").asText();
        container.at("/NetworkSettings/Networks").properties().forEach(network -> {
            SortedSet<String> aliases = new TreeSet<>();
            network.getValue().path("Aliases").forEach(alias -> aliases.add(alias.asText()));
            aliases.removeIf(alias -> id.startsWith(alias) || alias.equals("linked"));
            networks.put(name(network.getKey()), aliases);
        });
        return networks;
    }

    /** The name in the file, out of either engine name. */
    private String name(String network) {
        return List.of("front", "back", "default").stream()
                .filter(name -> network.equals(project + "_" + name) || network.contains("-" + name + "-"))
                .findFirst()
                .orElse(network);
    }

    private JsonNode inspected(String id) throws Exception {
        return JSON.readTree(run("docker", "inspect", id)).get(0);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + Files.readString(errors))
                .isZero();
        return output;
    }
}
