package org.tenantry.gateway.instances;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.templates.Rendered;

/**
 * What a change would come to. Nothing of it is promised: whatever is ordered meanwhile may make it another.
 *
 * @param template the version that it would be of
 * @param restarts the services whose containers are replaced
 * @param hold whether requests wait meanwhile, and for how long about
 * @param remarks for people, each one sentence
 * @param version that was looked at: with {@code If-Match} the change is refused where there is a newer one
 */
public record Preview(
        InstanceId instance,
        InstanceName name,
        TemplateRef template,
        List<ServicePreview> services,
        List<ServiceName> restarts,
        HostsPreview hosts,
        HoldPreview hold,
        List<String> remarks,
        long version) {
    private static final int OPERATIONS = 50;
    /** How long a container may take to stop where its service says nothing; Compose's default. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * One service.
     *
     * @param action {@code created}, {@code replaced}, {@code scaled}, {@code kept} or {@code removed}
     * @param stateful has a volume, so its replicas are replaced in their place
     */
    public record ServicePreview(
            ServiceName service, String action, int replicasBefore, int replicasAfter, boolean stateful) {}

    /** Hosts that stay, come and go. */
    public record HostsPreview(List<CanonicalHost> kept, List<CanonicalHost> added, List<CanonicalHost> dropped) {}

    /**
     * Whether requests wait.
     *
     * @param seconds about how long; empty where it is not known, and where none waits
     * @param parts what the estimate is made of
     */
    public record HoldPreview(boolean held, Optional<Long> seconds, List<HoldPart> parts) {}

    /** One part of the time; empty seconds are not known. */
    public record HoldPart(String what, Optional<Long> seconds) {}

    static Preview of(Alteration alteration, Reading reading) {
        Differences differences = alteration.differences();
        List<ServicePreview> services = new ArrayList<>();
        differences
                .kinds()
                .forEach((name, kind) -> services.add(new ServicePreview(
                        name,
                        kind.name().toLowerCase(Locale.ROOT),
                        differences.replicasBefore(name),
                        differences.replicasAfter(name),
                        differences.isStateful(name))));
        return new Preview(
                alteration.target().id(),
                alteration.target().name(),
                alteration.target().template(),
                services,
                services.stream()
                        .filter(service -> service.action().equals("replaced"))
                        .map(ServicePreview::service)
                        .toList(),
                hosts(alteration),
                hold(alteration, differences, reading),
                remarks(alteration),
                alteration.former().version());
    }

    private static HostsPreview hosts(Alteration alteration) {
        return new HostsPreview(
                alteration.hosts().stream()
                        .filter(alteration.formerHosts()::contains)
                        .toList(),
                alteration.hosts().stream()
                        .filter(host -> !alteration.formerHosts().contains(host))
                        .toList(),
                alteration.formerHosts().stream()
                        .filter(host -> !alteration.hosts().contains(host))
                        .toList());
    }

    private static List<String> remarks(Alteration alteration) {
        List<String> remarks = new ArrayList<>(alteration.remarks());
        if (!runs(alteration) && alteration.touches()) {
            remarks.add("it does not run: what is different takes effect when it starts");
        }
        return remarks;
    }

    private static boolean runs(Alteration alteration) {
        return alteration.target().goal() == Goal.RUNNING;
    }

    /** As agents replace containers: nobody waits for a web service that has a successor beside it. */
    private static HoldPreview hold(Alteration alteration, Differences differences, Reading reading) {
        Set<ServiceName> path = differences.path(alteration.after().web().service());
        boolean held = runs(alteration) && path.stream().anyMatch(name -> isAwaited(alteration, differences, name));
        if (!held) {
            return new HoldPreview(false, Optional.empty(), List.of());
        }
        List<HoldPart> parts = new ArrayList<>();
        path.stream()
                .filter(name -> differences.kinds().get(name) == Differences.Kind.REPLACED)
                .forEach(name ->
                        parts.add(new HoldPart(name + " stops, at most", Optional.of(grace(alteration, name)))));
        parts.add(start(alteration, reading));
        boolean known = parts.stream().allMatch(part -> part.seconds().isPresent());
        long sum = parts.stream().mapToLong(part -> part.seconds().orElse(0L)).sum();
        return new HoldPreview(true, known ? Optional.of(sum) : Optional.empty(), parts);
    }

    /** Whether requests wait until that service of their path is there again, or for the first time. */
    private static boolean isAwaited(Alteration alteration, Differences differences, ServiceName name) {
        boolean beside = name.equals(alteration.after().web().service()) && !differences.isStateful(name);
        return switch (differences.kinds().getOrDefault(name, Differences.Kind.KEPT)) {
            case REPLACED -> !beside;
            case CREATED -> true;
            case SCALED, KEPT, REMOVED -> false;
        };
    }

    private static long grace(Alteration alteration, ServiceName name) {
        return alteration.before().map(Rendered::services).orElse(List.of()).stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .map(Service::form)
                .flatMap(form -> form.stopGrace())
                .orElse(GRACE)
                .toSeconds();
    }

    /** The last start of the whole instance: more than one service needs, as a rule. */
    private static HoldPart start(Alteration alteration, Reading reading) {
        return reading.operations().page(alteration.target().id(), Optional.empty(), OPERATIONS).stream()
                .filter(Preview::isStart)
                .findFirst()
                .map(operation -> new HoldPart(
                        "it starts, as in operation " + operation.id(),
                        operation.ended().map(end -> seconds(Duration.between(operation.created(), end)))))
                .orElseGet(() -> new HoldPart("it starts, never measured", Optional.empty()));
    }

    private static boolean isStart(OperationRow operation) {
        return operation.state() == OperationState.SUCCEEDED
                && (operation.kind() == OperationKind.CREATE || operation.kind() == OperationKind.START);
    }

    /** Rounded up: an estimate of nothing helps nobody. */
    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
