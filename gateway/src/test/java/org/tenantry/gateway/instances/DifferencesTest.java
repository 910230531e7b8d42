package org.tenantry.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.instances.Differences.Kind;

class DifferencesTest {
    @Test
    void tellsForEveryServiceWhatBecomesOfIt() {
        Differences differences = new Differences(
                List.of(service("db", 1, 1), service("old", 1, 1), service("web", 1, 2), service("worker", 1, 1)),
                List.of(service("db", 1, 1), service("new", 1, 1), service("web", 1, 3), service("worker", 2, 1)));

        assertThat(differences.kinds())
                .isEqualTo(Map.of(
                        name("db"), Kind.KEPT,
                        name("new"), Kind.CREATED,
                        name("old"), Kind.REMOVED,
                        name("web"), Kind.SCALED,
                        name("worker"), Kind.REPLACED));
        assertThat(differences.replicasBefore(name("web"))).isEqualTo(2);
        assertThat(differences.replicasAfter(name("web"))).isEqualTo(3);
        assertThat(differences.replicasAfter(name("old"))).isZero();
    }

    @Test
    void whatDependsOnWhatIsDifferentMaySufferToo() {
        Differences differences = new Differences(
                List.of(service("db", 1, 1), after("api", "db"), after("web", "api"), service("mail", 1, 1)),
                List.of(service("db", 2, 1), after("api", "db"), after("web", "api"), service("mail", 1, 1)));

        assertThat(differences.affected()).containsExactly(name("api"), name("db"), name("web"));
    }

    @Test
    void aServiceThatIsOnlyAskedOtherwiseIsKeptAndMayFail() {
        Service asked = with(service("web", 1, 1), List.of(), Optional.of(health()));

        Differences differences = new Differences(List.of(service("web", 1, 1)), List.of(asked));

        assertThat(differences.kinds()).containsEntry(name("web"), Kind.KEPT);
        assertThat(differences.affected()).containsExactly(name("web"));
    }

    @Test
    void whatIsRemovedIsAffectedToo() {
        Differences differences =
                new Differences(List.of(service("old", 1, 1), service("web", 1, 1)), List.of(service("web", 1, 1)));

        assertThat(differences.affected()).containsExactly(name("old"));
    }

    @Test
    void thePathOfPeopleIsAllThatTheyWaitFor() {
        Differences differences = new Differences(
                List.of(), List.of(service("db", 1, 1), after("api", "db"), after("web", "api"), after("mail", "db")));

        assertThat(differences.path(name("web"))).containsExactly(name("api"), name("db"), name("web"));
    }

    @Test
    void knowsWhatHasAVolume() {
        Differences differences = new Differences(List.of(), List.of(volume("db"), service("web", 1, 1)));

        assertThat(differences.isStateful(name("db"))).isTrue();
        assertThat(differences.isStateful(name("web"))).isFalse();
    }

    private static HealthCheck health() {
        return new HealthCheck(
                new HealthCheck.Probe.Tcp(80), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO);
    }

    private static Service after(String name, String dependency) {
        return with(
                service(name, 1, 1),
                List.of(new DependsOn(name(dependency), DependsOn.Condition.STARTED)),
                Optional.empty());
    }

    private static Service with(Service service, List<DependsOn> dependsOn, Optional<HealthCheck> health) {
        return new Service(
                service.name(),
                service.revision(),
                service.replicas(),
                service.form(),
                dependsOn,
                health,
                service.restart());
    }

    private static Service service(String name, int revision, int replicas) {
        return service(name, revision, replicas, List.of());
    }

    private static Service volume(String name) {
        return service(name, 1, 1, List.of(new Mount.Volume("data", "/data", false)));
    }

    private static Service service(String name, int revision, int replicas, List<Mount> mounts) {
        ServiceForm form = new ServiceForm(
                new ImageRef("example/" + name + ":" + revision, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                mounts,
                List.of(),
                Limits.NONE);
        return new Service(
                name(name),
                new Revision("r1-" + String.valueOf(revision).repeat(32)),
                replicas,
                form,
                List.of(),
                Optional.empty(),
                new RestartPolicy(RestartPolicy.Condition.ALWAYS, 0));
    }

    private static ServiceName name(String name) {
        return new ServiceName(name);
    }
}
