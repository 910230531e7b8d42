package org.tenantry.gateway.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.TemplateFileRow;
import org.tenantry.gateway.store.TemplateRow;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Tree;
import org.tenantry.gateway.templates.source.TreeReader;

/** What differs between two templates, key by key, anchors written out. */
public record TemplateDiff(
        TemplateRef from,
        TemplateRef to,
        List<String> addedServices,
        List<String> removedServices,
        List<Change> changes) {
    private static final int LONGEST = 200;

    public TemplateDiff {
        addedServices = List.copyOf(addedServices);
        removedServices = List.copyOf(removedServices);
        changes = List.copyOf(changes);
    }

    /**
     * One value that differs. Of a service that was added or removed there is none.
     *
     * @param file {@code template.yaml}, {@code docker-compose.yml} or the path of another file
     * @param path the key; empty for a file as a whole, whose value is its SHA-256
     * @param from empty where it is new
     * @param to empty where it is gone
     */
    public record Change(String file, String path, Optional<String> from, Optional<String> to) {}

    static TemplateDiff of(TemplateRow from, TemplateRow to) {
        Tree before = tree(from.compose());
        Tree after = tree(to.compose());
        List<String> added = new ArrayList<>(services(after));
        added.removeAll(services(before));
        List<String> removed = new ArrayList<>(services(before));
        removed.removeAll(services(after));
        List<Change> changes = new ArrayList<>();
        changes.addAll(changes(TemplateReader.MANIFEST_FILE, flat(tree(from.manifest())), flat(tree(to.manifest()))));
        changes.addAll(changes(TemplateReader.COMPOSE_FILE, flat(before), flat(after)));
        changes.removeIf(change -> isOf(change, added) || isOf(change, removed));
        changes.addAll(files(from, to));
        return new TemplateDiff(from.ref(), to.ref(), added, removed, changes);
    }

    private static boolean isOf(Change change, List<String> services) {
        return services.stream().anyMatch(name -> {
            String path = "services." + name;
            return change.path().equals(path) || change.path().startsWith(path + ".");
        });
    }

    private static List<Change> files(TemplateRow from, TemplateRow to) {
        List<Change> changes = new ArrayList<>();
        Map<String, String> before = digests(from);
        Map<String, String> after = digests(to);
        TreeSet<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String path : all) {
            change(path, "", Optional.ofNullable(before.get(path)), Optional.ofNullable(after.get(path)))
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private static Map<String, String> digests(TemplateRow row) {
        Map<String, String> digests = new TreeMap<>();
        for (TemplateFileRow file : row.files()) {
            digests.put(file.path(), file.digest() + (file.executable() ? " executable" : ""));
        }
        return digests;
    }

    private static List<Change> changes(String file, SortedMap<String, String> from, SortedMap<String, String> to) {
        List<Change> changes = new ArrayList<>();
        TreeSet<String> all = new TreeSet<>(from.keySet());
        all.addAll(to.keySet());
        for (String path : all) {
            change(file, path, Optional.ofNullable(from.get(path)), Optional.ofNullable(to.get(path)))
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private static Optional<Change> change(String file, String path, Optional<String> from, Optional<String> to) {
        return from.equals(to)
                ? Optional.empty()
                : Optional.of(new Change(file, path, from.map(TemplateDiff::brief), to.map(TemplateDiff::brief)));
    }

    private static String brief(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 3) + "...";
    }

    private static List<String> services(Tree compose) {
        return compose instanceof Tree.Mapping map && map.find("services").orElse(null) instanceof Tree.Mapping all
                ? all.entries().stream().map(Tree.Entry::key).toList()
                : List.of();
    }

    private static SortedMap<String, String> flat(Tree tree) {
        SortedMap<String, String> values = new TreeMap<>();
        flatten(tree, "", values);
        return values;
    }

    private static void flatten(Tree tree, String path, SortedMap<String, String> values) {
        switch (tree) {
            case Tree.Scalar scalar -> values.put(path, scalar.text());
            case Tree.Sequence list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    flatten(list.items().get(i), path + "[" + i + "]", values);
                }
            }
            case Tree.Mapping map ->
                map.entries()
                        .forEach(entry -> flatten(
                                entry.value(), path.isEmpty() ? entry.key() : path + "." + entry.key(), values));
        }
    }

    private static Tree tree(String text) {
        return TreeReader.read(text, new Remarks("template")).orElseGet(() -> new Tree.Mapping(List.of(), 0));
    }
}
