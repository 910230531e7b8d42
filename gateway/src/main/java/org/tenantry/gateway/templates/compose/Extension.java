package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tenantry.gateway.templates.source.Tree;

/** Writes out {@code extends} of a service by another one of the same file, by the Compose Specification's rules of merging. */
final class Extension {
    private static final int DEEPEST = 20;
    private static final String FORM = "a service of this file; another file is not supported yet";
    private static final Set<String> MERGED = Set.of(
            "environment", "labels", "annotations", "extra_hosts", "sysctls", "depends_on", "networks", "ulimits");
    private static final Set<String> JOINED = Set.of(
            "cap_add",
            "cap_drop",
            "configs",
            "secrets",
            "dns",
            "dns_search",
            "dns_opt",
            "env_file",
            "expose",
            "ports",
            "tmpfs",
            "volumes",
            "links");

    private final Reading reading;
    private final Map<String, Tree.Entry> services = new HashMap<>();

    Extension(Reading reading, Tree.Mapping services) {
        this.reading = reading;
        services.entries().forEach(entry -> this.services.put(entry.key(), entry));
    }

    /** The service with what it takes over from others. */
    Tree.Entry of(Tree.Entry service) {
        return new Tree.Entry(service.key(), service.line(), whole(service, 0));
    }

    private Tree whole(Tree.Entry service, int depth) {
        if (!(service.value() instanceof Tree.Mapping own)) {
            return service.value();
        }
        Optional<Tree> from = own.find("extends");
        if (from.isEmpty()) {
            return own;
        }
        String path = "services." + service.key() + ".extends";
        Optional<Tree.Entry> base = base(from.get()).flatMap(name -> Optional.ofNullable(services.get(name)));
        if (base.isEmpty() || depth > DEEPEST) {
            String came = from.get() instanceof Tree.Scalar scalar
                    ? scalar.text()
                    : from.get().kind();
            reading.remarks().unsupported(from.get().line(), path, came, depth > DEEPEST ? "an end" : FORM);
            return own;
        }
        return whole(base.get(), depth + 1) instanceof Tree.Mapping other ? merged(other, own) : own;
    }

    private static Optional<String> base(Tree from) {
        return switch (from) {
            case Tree.Scalar scalar -> Optional.of(scalar.text());
            case Tree.Sequence list -> Optional.empty();
            case Tree.Mapping map when map.entries().size() != 1 -> Optional.empty();
            case Tree.Mapping map ->
                map.find("service").filter(Tree.Scalar.class::isInstance).map(name -> ((Tree.Scalar) name).text());
        };
    }

    private static Tree.Mapping merged(Tree.Mapping base, Tree.Mapping own) {
        List<Tree.Entry> entries = new ArrayList<>();
        for (Tree.Entry entry : own.entries()) {
            Optional<Tree> other = base.find(entry.key());
            Tree value = other.isPresent() ? merged(entry.key(), other.get(), entry.value()) : entry.value();
            entries.add(new Tree.Entry(entry.key(), entry.line(), value));
        }
        base.entries().stream()
                .filter(entry -> own.find(entry.key()).isEmpty())
                .filter(entry -> !entry.key().equals("extends"))
                .forEach(entries::add);
        return new Tree.Mapping(entries, own.line());
    }

    private static Tree merged(String key, Tree base, Tree own) {
        if (MERGED.contains(key)) {
            return merged(named(key, base), named(key, own));
        }
        if (key.equals("volumes")) {
            return volumes(items(base), items(own), own.line());
        }
        if (JOINED.contains(key)) {
            return joined(items(base), items(own), own.line());
        }
        return base instanceof Tree.Mapping one && own instanceof Tree.Mapping other ? merged(one, other) : own;
    }

    /** A list such as {@code [A=b, C]} as the map that it stands for. */
    private static Tree.Mapping named(String key, Tree tree) {
        if (tree instanceof Tree.Mapping map) {
            return map;
        }
        List<Tree.Entry> entries = new ArrayList<>();
        for (Tree item : items(tree)) {
            if (item instanceof Tree.Scalar scalar && !scalar.isNothing()) {
                entries.add(key.equals("depends_on") ? started(scalar) : named(scalar));
            }
        }
        return new Tree.Mapping(entries, tree.line());
    }

    private static Tree.Entry started(Tree.Scalar item) {
        int line = item.line();
        Tree.Scalar condition = new Tree.Scalar("service_started", Tree.Scalar.Kind.TEXT, line);
        Tree.Entry entry = new Tree.Entry("condition", line, condition);
        return new Tree.Entry(item.text(), line, new Tree.Mapping(List.of(entry), line));
    }

    private static Tree.Entry named(Tree.Scalar item) {
        int equals = item.text().indexOf('=');
        Tree.Scalar value = equals < 0
                ? new Tree.Scalar("", Tree.Scalar.Kind.NOTHING, item.line())
                : new Tree.Scalar(item.text().substring(equals + 1), Tree.Scalar.Kind.TEXT, item.line());
        return new Tree.Entry(equals < 0 ? item.text() : item.text().substring(0, equals), item.line(), value);
    }

    private static List<Tree> items(Tree tree) {
        return tree instanceof Tree.Sequence list ? list.items() : List.of(tree);
    }

    private static Tree joined(List<Tree> base, List<Tree> own, int line) {
        List<Tree> all = new ArrayList<>(base);
        all.addAll(own);
        return new Tree.Sequence(all, line);
    }

    /** What is mounted at the same path takes the other's place. */
    private static Tree volumes(List<Tree> base, List<Tree> own, int line) {
        List<String> targets = own.stream().map(Extension::target).toList();
        return joined(
                base.stream().filter(item -> !targets.contains(target(item))).toList(), own, line);
    }

    private static String target(Tree volume) {
        return switch (volume) {
            case Tree.Scalar scalar -> {
                String[] parts = scalar.text().split(":", -1);
                yield parts.length == 1 ? parts[0] : parts[1];
            }
            case Tree.Mapping map ->
                map.find("target")
                        .filter(Tree.Scalar.class::isInstance)
                        .map(it -> ((Tree.Scalar) it).text())
                        .orElse("");
            case Tree.Sequence list -> "";
        };
    }
}
