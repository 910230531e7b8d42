package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Containers are replaced while requests come all the time, each of which takes a moment: none fails. */
@Tag("system")
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class PlannedChangeTest {
    /** However slow the engine is, nobody has waited too long. */
    private final Machine machine = Machine.running(Map.of("hold.time", "5m"));

    @AfterAll
    void close() {
        machine.close();
    }

    @Test
    void aWebServiceWithoutDataIsReplacedUnderLoad() {
        machine.add(slow("slow", ""));
        String other = machine.create("slow-other", "globex", "slow");
        String id = machine.create("slow-one", "acme", "slow");
        try (Rush rush = new Rush(machine.gateway(), "slow-one.localhost");
                Talk stream = stream("slow-other.localhost")) {
            rush.awaitAnswers(20);

            changed(id, 1, "two", rush);
            stream.hearUntil("tick");

            new Wanted(machine.home()).scale(id, Map.of("web", 3));
            machine.await("three replicas run", () -> running(id) == 3);
            changed(id, 3, "three", rush);

            new Wanted(machine.home()).scale(id, Map.of("web", 1));
            machine.await(
                    "one replica is left", () -> machine.engine().containers(id).size() == 1);
            rush.awaitAnswers(20);

            assertThat(rush.failures()).as(machine.logs()).isEmpty();
            stream.hearUntil("tick");
        }
        machine.remove(id);
        machine.remove(other);
    }

    @Test
    void aWebServiceWithDataIsReplacedUnderLoad() {
        machine.add(slow("keeping", "    volumes: [\"data:/data\"]\nvolumes: {data: {}}\n"));
        String id = machine.create("keeping-one", "acme", "keeping");
        try (Rush rush = new Rush(machine.gateway(), "keeping-one.localhost")) {
            rush.awaitAnswers(20);

            changed(id, 1, "two", rush);

            assertThat(rush.failures()).as(machine.logs()).isEmpty();
        }
        machine.remove(id);
    }

    /** Wants another greeting, and waits until every container is another one and all clients hear it. */
    private void changed(String id, int replicas, String greeting, Rush rush) {
        Set<Engine.Container> before = new HashSet<>(machine.engine().containers(id));
        new Wanted(machine.home()).parameters(id, Map.of("greeting", greeting));
        machine.await("all containers of " + id + " are new", () -> {
            List<Engine.Container> now = machine.engine().containers(id);
            return now.size() == replicas
                    && running(id) == replicas
                    && now.stream().noneMatch(before::contains);
        });
        rush.awaitAnswers(20);
    }

    private long running(String id) {
        return machine.engine().containers(id).stream()
                .filter(Engine.Container::running)
                .count();
    }

    private Talk stream(String host) {
        Talk talk = new Talk(machine.gateway().edgePort());
        talk.say("GET /stream HTTP/1.1\r\nHost: " + host + "\r\n\r\n").hearUntil("tick");
        return talk;
    }

    /** Answers after a third of a second, and ends at once when it is told to. */
    private static Samples.Texts slow(String name, String more) {
        String manifest = Samples.manifest(name) + "parameters:\n  greeting: {type: string, default: \"one\"}\n";
        String compose = """
                services:
                  web:
                    image: tenantry-sample/hello:1.0
                    init: true
                    environment:
                      GREETING: ${greeting}
                      ONE: |
                        read -r line
                        length=0
                        while read -r field && [ $${#field} -gt 1 ]; do
                          case $$field in
                            [Cc]ontent-[Ll]ength:*) length=$${field#*: }; length=$${length%?} ;;
                          esac
                        done
                        [ "$$length" = 0 ] || head -c "$$length" > /dev/null
                        case $$line in
                          *health*) ;;
                          *stream*)
                            printf 'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n'
                            while sleep 0.2; do echo tick; done ;;
                          *) sleep 0.3 ;;
                        esac
                        printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nConnection: close\\r\\n\\r\\n%-5s' "$$GREETING"
                    entrypoint: [sh, -c]
                    command: ['exec nc -llllllllllllllllllllllllllllllll -p 8000 -e sh -c "$$ONE"']
                    restart: unless-stopped
                    stop_grace_period: 2s
                    deploy:
                      resources:
                        limits: {cpus: "0.5", memory: 32M}
                """ + more;
        return new Samples.Texts(manifest, compose);
    }
}
