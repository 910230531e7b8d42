package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From inside a container: what of the server, of other instances and of the world beyond it can be reached, and what not. */
@Tag("system")
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IsolatedInstancesTest {
    private static final int SOMEBODYS_PORT = 8078;
    private static final int SECONDS = 4;

    /** Besides the web service one that has a way out and one that has none. */
    private static final Samples.Texts BOX = new Samples.Texts(Samples.manifest("box"), """
        services:
          web: {image: tenantry-sample/hello:1.0, networks: [front, back]}
          tool: {image: tenantry-sample/hello:1.0, user: "0", entrypoint: [sleep, "100000"], networks: [front]}
          shut: {image: tenantry-sample/hello:1.0, user: "0", entrypoint: [sleep, "100000"], networks: [back]}
        networks: {front: {}, back: {internal: true}}
        """);

    private record Target(String address, int port) implements Comparable<Target> {
        @Override
        public int compareTo(Target other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return address + " " + port;
        }
    }

    private Optional<Server> started = Optional.empty();
    private Optional<Outside> world = Optional.empty();
    private Optional<Machine> running = Optional.empty();
    private String own = "";
    private String sameTenants = "";
    private String otherTenants = "";

    @BeforeAll
    void start() {
        Server server = Server.running();
        started = Optional.of(server);
        Outside outside = Outside.of(server);
        world = Optional.of(outside);
        server.within(() -> {
            outside.listen(SOMEBODYS_PORT);
            running = Optional.of(Machine.running(server));
            machine().add(BOX);
            own = machine().create("own", "acme", "box");
            sameTenants = machine().create("other", "acme", "box");
            otherTenants = machine().create("foreign", "globex", "box");
        });
    }

    @AfterAll
    void end() {
        try {
            running.ifPresent(Machine::close);
        } finally {
            world.ifPresent(Outside::close);
            started.ifPresent(Server::close);
        }
    }

    @Test
    void containersReachTheirOwnTheEdgeAndTheInternetAndNothingElse() {
        assertShielded();
    }

    @Test
    void theyDoAgainSoonAfterSomebodyRemovedTheRules() {
        machine().agent().kill();
        assertThat(nft("delete", "table", "inet", table()).exit()).isZero();
        assertThat(reached("tool", List.of(new Target(Server.PUBLIC, SOMEBODYS_PORT))))
                .as("without rules")
                .isNotEmpty();

        server().within(() -> machine().agent().start());
        awaitShield();
        assertShielded();

        assertThat(nft("flush", "table", "inet", table()).exit()).isZero();
        awaitShield();
        assertShielded();
    }

    @Test
    void theyDoAgainAfterTheEngineWasRestarted() {
        server().stopEngine();
        server().startEngine();
        machine()
                .await(
                        "everything runs again",
                        () -> Stream.of(own, sameTenants, otherTenants)
                                .allMatch(instance -> machine().engine().containers(instance).stream()
                                                .filter(Engine.Container::running)
                                                .count()
                                        == 3));

        assertShielded();
    }

    private void assertShielded() {
        Set<Target> edge = Set.of(new Target(Server.PUBLIC, machine().gateway().edgePort()));
        Set<Target> closed = new TreeSet<>(others());
        closed.addAll(host());
        closed.removeAll(edge);
        closed.add(new Target(Outside.METADATA, Outside.PORT));
        closed.add(new Target(Outside.OTHER_NODE, Outside.PORT));
        Set<Target> open = new TreeSet<>(edge);
        open.add(new Target("web", 8000));
        open.add(new Target(Outside.INTERNET, Outside.PORT));

        assertThat(closed).extracting(Target::port).contains(SOMEBODYS_PORT, 8000, Outside.PORT);
        assertThat(reached("tool", closed)).as("must be closed").isEmpty();
        assertThat(reached("shut", union(closed, edge, Set.of(new Target(Outside.INTERNET, Outside.PORT)))))
                .as("must be closed within an internal network")
                .isEmpty();
        assertThat(reached("tool", open)).as("must be open").isEqualTo(open);
        assertThat(reached("shut", Set.of(new Target("web", 8000)))).hasSize(1);
        server().within(() -> machine().awaitPage("own.localhost"));
    }

    /** Whatever answers in other instances, of the same tenant and of another. */
    private Set<Target> others() {
        return Stream.of(sameTenants, otherTenants)
                .flatMap(instance -> addresses(instance, "web").stream())
                .map(address -> new Target(address, 8000))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every port that anybody listens on, at each address of the server but its loopback's. */
    private Set<Target> host() {
        Set<Integer> ports = new TreeSet<>();
        server().within(() -> Stream.of("tcp", "tcp6").forEach(family -> ports.addAll(listening(family))));
        assertThat(ports).contains(SOMEBODYS_PORT, machine().gateway().edgePort());
        return bridgesAndMore().stream()
                .flatMap(address -> ports.stream().map(port -> new Target(address, port)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> bridgesAndMore() {
        AtomicReference<String> text = new AtomicReference<>("");
        server().within(() ->
                text.set(Engine.run(List.of("ip", "-4", "-o", "address")).text()));
        Set<String> addresses = text.get()
                .lines()
                .map(line -> line.strip().split("\\s+")[3].split("/")[0])
                .filter(address -> !address.startsWith("127."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(addresses).contains(Server.PUBLIC).hasSizeGreaterThan(6);
        return addresses;
    }

    /** State 0A is LISTEN; the port stands behind the local address. */
    private static Set<Integer> listening(String family) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/" + family))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[3].equals("0A"))
                    .map(columns -> Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitShield() {
        machine()
                .await(
                        "the rules are back",
                        () -> reached("tool", List.of(new Target(Server.PUBLIC, SOMEBODYS_PORT)))
                                .isEmpty());
    }

    /** Those of them that a service of one's own instance can connect to, tried all at once. */
    private Set<Target> reached(String service, Collection<Target> targets) {
        String script = targets.stream()
                .map(target -> "nc -w " + SECONDS + " " + target + " -e sh -c 'echo " + target + " >&2' &\n")
                .collect(Collectors.joining());
        Engine.Said said =
                machine().engine().asked(List.of("exec", container(own, service).id(), "sh", "-c", script + "wait"));
        Set<String> lines = said.text().lines().collect(Collectors.toSet());
        return targets.stream()
                .filter(target -> lines.contains(target.toString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> addresses(String instance, String service) {
        return List.of(machine()
                .engine()
                .asked(List.of(
                        "inspect",
                        "--format",
                        "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
                        container(instance, service).id()))
                .text()
                .strip()
                .split(" "));
    }

    private Engine.Container container(String instance, String service) {
        return machine().engine().containers(instance).stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private Engine.Said nft(String... words) {
        AtomicReference<Optional<Engine.Said>> said = new AtomicReference<>(Optional.empty());
        server().within(() -> said.set(Optional.of(
                Engine.run(Stream.concat(Stream.of("nft"), Stream.of(words)).toList()))));
        return said.get().orElseThrow();
    }

    private String table() {
        return "tenantry_" + machine().engine().cluster().replace('-', '_');
    }

    @SafeVarargs
    private static Set<Target> union(Set<Target>... sets) {
        return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private Server server() {
        return started.orElseThrow();
    }

    private Machine machine() {
        return running.orElseThrow();
    }
}
