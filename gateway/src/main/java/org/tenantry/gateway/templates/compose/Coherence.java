package org.tenantry.gateway.templates.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.ServiceName;

/** What no single key can say: that names are declared, dependencies end, and nothing writes one volume twice. */
final class Coherence {
    private final ComposeFile file;
    private final Reading reading;
    private final Set<ServiceName> ended = new HashSet<>();
    private final Deque<ServiceName> chain = new ArrayDeque<>();

    private Coherence(ComposeFile file, Reading reading) {
        this.file = file;
        this.reading = reading;
    }

    static void check(ComposeFile file, Reading reading) {
        Coherence coherence = new Coherence(file, reading);
        reading.references().forEach(coherence::declared);
        file.services().values().forEach(coherence::onlyOneWriter);
        file.services().values().stream()
                .map(service -> coherence.cycle(service.name()))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(coherence::refuseCycle);
    }

    private void declared(Reference reference) {
        boolean found = switch (reference.kind()) {
            case SERVICE -> file.services().containsKey(new ServiceName(reference.name()));
            case VOLUME -> file.volumes().contains(reference.name());
            case NETWORK -> file.networks().containsKey(reference.name());
            case SECRET -> reading.secrets().isDeclared(reference.name());
            case CONFIG -> reading.configs().isDeclared(reference.name());
        };
        if (!found) {
            reading.remarks().invalid(reference.line(), reference.path(), reference.name(), expected(reference.kind()));
        }
    }

    private static String expected(Reference.Kind kind) {
        return switch (kind) {
            case SERVICE -> "a service of this file";
            case VOLUME -> "a volume declared under volumes at the top of the file";
            case NETWORK -> "a network declared under networks at the top of the file";
            case SECRET -> "a secret declared under secrets at the top of the file";
            case CONFIG -> "a config declared under configs at the top of the file";
        };
    }

    private void onlyOneWriter(ServiceDefinition service) {
        if (service.replicas() > 1 && service.writesVolume()) {
            String path = "services." + service.name() + ".deploy.replicas";
            String came = String.valueOf(service.replicas());
            reading.remarks().unsupported(service.line(), path, came, "1: its replicas would write the same volume");
        }
    }

    /** The services that wait for each other in a circle, from this one on. */
    private Optional<List<ServiceName>> cycle(ServiceName name) {
        if (chain.contains(name)) {
            List<ServiceName> circle = new ArrayList<>(chain.reversed());
            return Optional.of(circle.subList(circle.indexOf(name), circle.size()));
        }
        ServiceDefinition service = file.services().get(name);
        if (service == null || !ended.add(name)) {
            return Optional.empty();
        }
        chain.push(name);
        for (DependsOn dependency : service.dependsOn()) {
            Optional<List<ServiceName>> circle = cycle(dependency.service());
            if (circle.isPresent()) {
                return circle;
            }
        }
        chain.pop();
        return Optional.empty();
    }

    private void refuseCycle(List<ServiceName> circle) {
        ServiceDefinition first = file.services().get(circle.getFirst());
        String came =
                String.join(" -> ", circle.stream().map(ServiceName::value).toList()) + " -> " + circle.getFirst();
        String path = "services." + circle.getFirst() + ".depends_on";
        reading.remarks().invalid(first == null ? 0 : first.line(), path, came, "an order to start in");
    }
}
