package org.tenantry.agent.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.DependsOn.Condition;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.Web;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.Term;
import org.tenantry.common.tenant.TenantId;

/** A stack in the shape of a real one: a database with a volume, a migration that ends, a web service. */
public final class Samples {
    public static final ClusterId CLUSTER = new ClusterId("c-bbbbbbbbbbbb");
    public static final InstanceId INSTANCE = new InstanceId("i-aaaaaaaaaaaa");
    public static final TenantId TENANT = new TenantId("t-aaaaaaaaaaaa");
    public static final Term TERM = new Term(1, 5);
    public static final ServiceName DB = new ServiceName("db");
    public static final ServiceName MIGRATE = new ServiceName("migrate");
    public static final ServiceName WEB = new ServiceName("web");
    public static final RestartPolicy ALWAYS = new RestartPolicy(RestartPolicy.Condition.ALWAYS, 0);
    public static final RestartPolicy NO = new RestartPolicy(RestartPolicy.Condition.NO, 0);

    private Samples() {}

    /** The stack, in a version. */
    public static Assignment stack(Goal goal, long version, int webReplicas) {
        return stack(goal, version, List.of(db(1), migrate(), web(1, webReplicas)));
    }

    public static Assignment stack(Goal goal, long version, List<Service> services) {
        return new Assignment(
                INSTANCE,
                TENANT,
                TERM,
                version,
                goal,
                services,
                List.of(new InstanceNetwork("default", false)),
                List.of("data"),
                new Web(WEB, 8000, Optional.empty()));
    }

    public static Service db(int revision) {
        return service(DB, revision, 1, ALWAYS, List.of(), List.of(new Mount.Volume("data", "/data", false)));
    }

    public static Service migrate() {
        return service(MIGRATE, 1, 1, NO, List.of(new DependsOn(DB, Condition.HEALTHY)), List.of());
    }

    public static Service web(int revision, int replicas) {
        List<DependsOn> after =
                List.of(new DependsOn(DB, Condition.HEALTHY), new DependsOn(MIGRATE, Condition.COMPLETED));
        return service(WEB, revision, replicas, ALWAYS, after, List.of());
    }

    /** The web service, which needs just these. */
    static Service web(int revision, int replicas, List<ServiceName> after) {
        List<DependsOn> needs = after.stream()
                .map(name -> new DependsOn(name, Condition.HEALTHY))
                .toList();
        return service(WEB, revision, replicas, ALWAYS, needs, List.of());
    }

    /** One service that needs nothing, checked by a command. */
    public static Service lone(ServiceName name, RestartPolicy restart) {
        return service(name, 1, 1, restart, List.of(), List.of());
    }

    public static Service checked(Service service, HealthCheck.Probe probe) {
        HealthCheck check = new HealthCheck(probe, Duration.ofSeconds(1), Duration.ofSeconds(1), 3, Duration.ZERO);
        return new Service(
                service.name(),
                service.revision(),
                service.replicas(),
                service.form(),
                service.dependsOn(),
                Optional.of(check),
                service.restart());
    }

    public static ReplicaKey replica(ServiceName service, int number) {
        return new ReplicaKey(service, number);
    }

    public static Revision revision(ServiceName name, int number) {
        return new Revision("r1-" + String.format("%032x", name.hashCode() * 1000L + number & 0xFFFFFFFFFFL));
    }

    /** The web service with the database's volume to read from. */
    public static Service mounting(Service service) {
        return service(
                service.name(),
                1,
                service.replicas(),
                service.restart(),
                service.dependsOn(),
                List.of(new Mount.Volume("data", "/data", true)));
    }

    /** The same service with another image and command, as another revision. */
    public static Service running(Service service, ImageRef image, List<String> command) {
        ServiceForm form = service.form();
        return new Service(
                service.name(),
                revision(service.name(), command.hashCode() & 0xFFFF),
                service.replicas(),
                new ServiceForm(
                        image,
                        Optional.empty(),
                        Optional.of(command),
                        form.environment(),
                        form.user(),
                        form.workingDirectory(),
                        form.init(),
                        form.stopGrace(),
                        form.stopSignal(),
                        form.mounts(),
                        form.networks(),
                        form.limits()),
                service.dependsOn(),
                service.health(),
                service.restart());
    }

    private static Service service(
            ServiceName name,
            int revision,
            int replicas,
            RestartPolicy restart,
            List<DependsOn> after,
            List<Mount> mounts) {
        return new Service(
                name,
                revision(name, revision),
                replicas,
                form(name, revision, mounts),
                after,
                Optional.empty(),
                restart);
    }

    private static ServiceForm form(ServiceName name, int revision, List<Mount> mounts) {
        return new ServiceForm(
                ImageRef.named(name + ":" + revision),
                Optional.empty(),
                Optional.of(List.of("sleep", "1000000")),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.of(Duration.ofSeconds(1)),
                Optional.empty(),
                mounts,
                List.of(new Attachment("default", List.of())),
                Limits.NONE);
    }
}
