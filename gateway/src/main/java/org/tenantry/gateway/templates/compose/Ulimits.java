package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.Options.Ulimit;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code ulimits}; none that would let a process take more of the processor than others. */
final class Ulimits {
    private static final Set<String> NAMES = Set.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nofile",
            "nproc",
            "rss",
            "sigpending",
            "stack");
    private static final Form<Long> NUMBER = new Form<>(Ulimits::number, "a number, or -1 for none");

    private final Reading reading;

    Ulimits(Reading reading) {
        this.reading = reading;
    }

    /** By name. */
    List<Ulimit> read(Section service) {
        List<Ulimit> limits = new ArrayList<>();
        service.find("ulimits")
                .flatMap(tree -> reading.remarks().mapping(tree, service.path("ulimits")))
                .ifPresent(map -> map.entries().forEach(entry -> {
                    one(entry, service.path("ulimits") + "." + entry.key()).ifPresent(limits::add);
                }));
        return limits.stream()
                .sorted(java.util.Comparator.comparing(Ulimit::name))
                .toList();
    }

    private Optional<Ulimit> one(Tree.Entry entry, String path) {
        if (!NAMES.contains(entry.key())) {
            String expected =
                    "one of " + String.join(", ", NAMES.stream().sorted().toList());
            reading.remarks().unsupported(entry.line(), path, entry.key(), expected);
            return Optional.empty();
        }
        reading.remarks().used(entry.line(), path);
        if (!(entry.value() instanceof Tree.Mapping map)) {
            return reading.parse(entry.value(), path, NUMBER).map(number -> new Ulimit(entry.key(), number, number));
        }
        Section section = ComposeKeys.ULIMIT.read(map, path, reading.remarks());
        Optional<Long> soft = required(section, "soft");
        Optional<Long> hard = required(section, "hard");
        if (soft.isEmpty() || hard.isEmpty()) {
            return Optional.empty();
        }
        if (hard.get() >= 0 && (soft.get() < 0 || soft.get() > hard.get())) {
            reading.remarks().invalid(section.line("soft"), path + ".soft", soft.get() + "", "at most " + hard.get());
        }
        return Optional.of(new Ulimit(entry.key(), soft.get(), hard.get()));
    }

    private Optional<Long> required(Section section, String key) {
        if (section.find(key).isEmpty()) {
            reading.remarks().invalid(section.line(), section.path(key), "none", NUMBER.expected());
        }
        return section.find(key).flatMap(tree -> reading.parse(tree, section.path(key), NUMBER));
    }

    private static Optional<Long> number(String text) {
        return text.matches("-1|[0-9]{1,15}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
