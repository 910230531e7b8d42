package org.tenantry.gateway.templates.compose;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code depends_on}, as a list or with conditions. */
final class Dependencies {
    private static final Form<ServiceName> SERVICE = Form.word(ServiceName::new, "the name of a service");
    private static final Form<Boolean> REQUIRED = new Form<>(Quantities::truth, "true or false");
    private static final Form<DependsOn.Condition> CONDITION =
            new Form<>(Dependencies::condition, "service_started, service_healthy or service_completed_successfully");

    private final Reading reading;
    private final ServiceName name;
    private final SortedMap<ServiceName, DependsOn> found = new TreeMap<>();

    Dependencies(Reading reading, ServiceName name) {
        this.reading = reading;
        this.name = name;
    }

    List<DependsOn> read(Section service) {
        String path = service.path("depends_on");
        service.find("depends_on").ifPresent(tree -> read(tree, path));
        service.find("links")
                .ifPresent(tree -> reading.texts(tree, service.path("links")).forEach(this::link));
        return List.copyOf(found.values());
    }

    private void read(Tree tree, String path) {
        if (tree instanceof Tree.Mapping map) {
            map.entries().forEach(entry -> conditional(entry, path + "." + entry.key()));
        } else if (!(tree instanceof Tree.Scalar scalar && scalar.isNothing())) {
            reading.texts(tree, path).forEach(item -> add(item, DependsOn.Condition.STARTED, true));
        }
    }

    private void conditional(Tree.Entry entry, String path) {
        reading.remarks().used(entry.line(), path);
        Optional<Section> section = reading.remarks()
                .mapping(entry.value(), path)
                .map(map -> ComposeKeys.DEPENDENCY.read(map, path, reading.remarks()));
        boolean required = section.flatMap(it -> it.find("required"))
                .flatMap(tree -> reading.parse(tree, path + ".required", REQUIRED))
                .orElse(true);
        DependsOn.Condition condition = section.flatMap(it -> it.find("condition"))
                .flatMap(tree -> reading.parse(tree, path + ".condition", CONDITION))
                .orElse(DependsOn.Condition.STARTED);
        Text text = new Text(entry.key(), Text.State.KNOWN);
        add(new Reading.Item(text, entry.line(), path), condition, required);
    }

    /** {@code service} or {@code service:alias}; by Compose's rule a link is a dependency too. */
    private void link(Reading.Item item) {
        if (item.text().isOpen()) {
            return;
        }
        String[] parts = item.text().value().split(":", 2);
        Text service = new Text(parts[0], Text.State.KNOWN);
        if (found.keySet().stream().noneMatch(known -> known.value().equals(parts[0]))) {
            add(new Reading.Item(service, item.line(), item.path()), DependsOn.Condition.STARTED, true);
        }
        if (parts.length == 2 && reading.whyLeftOut(parts[0]).isEmpty()) {
            reading.parse(service, item.line(), item.path(), SERVICE)
                    .ifPresent(to -> reading.link(new Reading.Link(name, to, parts[1], item.line(), item.path())));
        }
    }

    private void add(Reading.Item item, DependsOn.Condition condition, boolean required) {
        Optional<ServiceName> other = reading.parse(item.text(), item.line(), item.path(), SERVICE);
        if (other.isEmpty()) {
            return;
        }
        if (other.get().equals(name)) {
            reading.remarks().invalid(item.line(), item.path(), name.value(), "another service");
            return;
        }
        if (isLeftOut(other.get(), item, required)) {
            return;
        }
        reading.refer(new Reference(Reference.Kind.SERVICE, other.get().value(), item.line(), item.path()));
        Optional<Boolean> optional = required ? Optional.empty() : Optional.of(true);
        found.put(other.get(), new DependsOn(other.get(), condition, optional));
    }

    /** Nobody waits for what isn't part of the instance; what is left out by a profile must not be missed silently. */
    private boolean isLeftOut(ServiceName other, Reading.Item item, boolean required) {
        Optional<String> reason = reading.whyLeftOut(other.value());
        if (reason.isEmpty()) {
            return false;
        }
        if (required && !reading.beside().dropped().contains(other.value())) {
            reading.remarks().invalid(item.line(), item.path(), other.value(), "another one: " + reason.get());
        } else {
            reading.remarks().ignored(item.line(), item.path(), other + " is left out: " + reason.get());
        }
        return true;
    }

    private static Optional<DependsOn.Condition> condition(String word) {
        return switch (word) {
            case "service_started" -> Optional.of(DependsOn.Condition.STARTED);
            case "service_healthy" -> Optional.of(DependsOn.Condition.HEALTHY);
            case "service_completed_successfully" -> Optional.of(DependsOn.Condition.COMPLETED);
            default -> Optional.empty();
        };
    }
}
