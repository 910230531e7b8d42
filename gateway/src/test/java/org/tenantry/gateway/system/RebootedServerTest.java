package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A server goes down and comes up again, or its engine does while the agent lives: instances run as before, without anybody
 * being asked.
 */
@Tag("system")
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RebootedServerTest {
    /** Every service of it writes down each of its starts; one of them has done its work after the first. */
    private static final Samples.Texts DIARY = new Samples.Texts(Samples.manifest("diary"), """
            services:
              web:
                image: tenantry-sample/hello:1.0
                user: "0"
                entrypoint: [sh, -c]
                command: ["echo started >> /data/web; exec /app/hello"]
                volumes: ["data:/data"]
                restart: on-failure
              polite:
                image: tenantry-sample/hello:1.0
                user: "0"
                entrypoint: [sh, -c]
                command: ["trap 'exit 0' TERM; echo started >> /data/polite; while :; do sleep 1; done"]
                volumes: ["data:/data"]
                restart: "no"
              once:
                image: tenantry-sample/hello:1.0
                user: "0"
                entrypoint: [sh, -c]
                command: ["echo started >> /data/once"]
                volumes: ["data:/data"]
                restart: on-failure
            volumes: {data: {}}
            """);

    private Optional<Server> started = Optional.empty();
    private Optional<Machine> running = Optional.empty();

    @BeforeAll
    void start() {
        Server server = Server.running();
        started = Optional.of(server);
        server.within(() -> {
            running = Optional.of(Machine.running(server));
            machine().add(DIARY);
        });
    }

    @AfterAll
    void end() {
        try {
            running.ifPresent(Machine::close);
        } finally {
            started.ifPresent(Server::close);
        }
    }

    @Test
    void instancesRunAfterAPowerLossWithoutAnyGateway() {
        Instances instances = created("before");
        server().cutPower();

        server().boot();
        server().within(() -> machine().agent().start());

        machine().await("both run again", () -> instances.run(machine().engine()));
        awaitStarts(instances.diary, new Starts(2, 2, 1));
        List<Engine.Container> alone = machine().engine().containers();
        assertThat(alone).hasSize(4);
        server().within(() -> {
            machine().gateway().start();
            machine().awaitReady();
            instances.areServed(machine(), "before");
        });
        assertThat(machine().engine().containers()).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(machine().engine().networks()).hasSize(2);
        assertThat(machine().engine().volumes()).hasSize(1);
        assertThat(started(instances.diary)).isEqualTo(new Starts(2, 2, 1));
        server().within(() -> instances.areRemoved(machine()));
    }

    @Test
    void instancesRunAgainAfterAnEngineThatWasKilled() {
        Instances instances = created("killed");
        server().killEngine();

        server().startEngine();

        runAgain(instances, "killed");
    }

    @Test
    void instancesRunAgainAfterAnEngineThatWasStopped() {
        Instances instances = created("stopped");
        server().stopEngine();

        server().startEngine();

        runAgain(instances, "stopped");
    }

    @Test
    void instancesRunAgainAfterAnEngineAndItsAgentWereRestartedTogether() {
        Instances instances = created("both");
        server().stopEngine();
        machine().agent().kill();

        server().within(() -> machine().agent().start());
        server().startEngine();

        runAgain(instances, "both");
    }

    @Test
    void whatSomebodyStopsByHandIsStartedAgain() {
        Instances instances = created("by-hand");
        Engine engine = machine().engine();
        String polite = engine.containers(instances.diary).stream()
                .filter(one -> one.service().equals("polite"))
                .map(Engine.Container::id)
                .findFirst()
                .orElseThrow();

        assertThat(engine.asked(List.of("stop", polite)).exit()).isZero();

        awaitStarts(instances.diary, new Starts(1, 2, 1));
        server().within(() -> instances.areRemoved(machine()));
    }

    /** Everything was started once more, but for what was done. */
    private void runAgain(Instances instances, String name) {
        awaitStarts(instances.diary, new Starts(2, 2, 1));
        machine().await("both run again", () -> instances.run(machine().engine()));
        server().within(() -> {
            instances.areServed(machine(), name);
            assertThat(started(instances.diary)).isEqualTo(new Starts(2, 2, 1));
            instances.areRemoved(machine());
        });
    }

    /** One of each sample, by id. */
    private record Instances(String hello, String diary) {
        boolean run(Engine engine) {
            return engine.only(hello).isPresent()
                    && engine.containers(diary).stream()
                            .filter(Engine.Container::running)
                            .map(Engine.Container::service)
                            .sorted()
                            .toList()
                            .equals(List.of("polite", "web"));
        }

        void areServed(Machine machine, String name) {
            machine.await(
                    "they are seen to run",
                    () -> List.of(hello, diary).stream()
                            .allMatch(id -> machine.observed(id).equals("running")));
            machine.awaitPage("hello-" + name + ".localhost");
            machine.awaitPage("diary-" + name + ".localhost");
            assertThat(machine.gateway()
                            .page("hello-" + name + ".localhost", "/identity")
                            .body())
                    .contains(hello);
        }

        void areRemoved(Machine machine) {
            machine.remove(hello);
            machine.remove(diary);
            assertThat(machine.engine().containers()).isEmpty();
            assertThat(machine.engine().networks()).isEmpty();
            assertThat(machine.engine().volumes()).isEmpty();
        }
    }

    /** How often the services of a diary have started. */
    private record Starts(long web, long polite, long once) {}

    private Instances created(String name) {
        AtomicReference<Instances> created = new AtomicReference<>(new Instances("", ""));
        server().within(() -> created.set(new Instances(
                machine().create("hello-" + name, "acme", "hello"),
                machine().create("diary-" + name, "globex", "diary"))));
        assertThat(started(created.get().diary)).isEqualTo(new Starts(1, 1, 1));
        return created.get();
    }

    private Starts started(String diary) {
        return new Starts(lines(diary, "web"), lines(diary, "polite"), lines(diary, "once"));
    }

    private void awaitStarts(String diary, Starts wanted) {
        Await.until(
                "all have started as often as they should: " + wanted,
                () -> started(diary).equals(wanted),
                () -> started(diary) + "\n" + machine().engine().containers(diary) + "\n"
                        + machine().api().get("/instances/" + diary).body() + "\n"
                        + machine().logs());
    }

    /** Read in a container that runs; none where that one doesn't. */
    private long lines(String diary, String service) {
        return machine().engine().containers(diary).stream()
                .filter(one -> one.service().equals("polite"))
                .map(one -> machine().engine().asked(List.of("exec", one.id(), "cat", "/data/" + service)))
                .filter(said -> said.exit() == 0)
                .mapToLong(said -> said.text().lines().count())
                .sum();
    }

    private Server server() {
        return started.orElseThrow();
    }

    private Machine machine() {
        return running.orElseThrow();
    }
}
