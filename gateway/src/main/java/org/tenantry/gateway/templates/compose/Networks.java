package org.tenantry.gateway.templates.compose;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tenantry.common.instance.Attachment;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code networks} of a service; without one it is on {@code default}, by Compose's rule. */
final class Networks {
    static final String DEFAULT = "default";

    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9_])?");
    private static final Reading.Form<String> ALIAS_FORM = new Reading.Form<>(
            text -> ALIAS.matcher(text).matches() ? Optional.of(text) : Optional.empty(),
            "a name of 1 to 63 of a-z, A-Z, 0-9, . _ -");

    private final Reading reading;
    private final SortedMap<String, SortedSet<String>> aliases = new TreeMap<>();

    Networks(Reading reading) {
        this.reading = reading;
    }

    /** By name, aliases too: neither order means anything. */
    List<Attachment> read(Section service) {
        String path = service.path("networks");
        service.find("networks").ifPresent(tree -> read(tree, path));
        if (aliases.isEmpty()) {
            aliases.put(DEFAULT, new TreeSet<>());
        }
        return aliases.entrySet().stream()
                .map(entry -> new Attachment(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    static boolean isAlias(String text) {
        return ALIAS.matcher(text).matches();
    }

    private void read(Tree tree, String path) {
        switch (tree) {
            case Tree.Mapping map -> map.entries().forEach(entry -> attachment(entry, path + "." + entry.key()));
            case Tree.Sequence list -> reading.texts(list, path).forEach(this::named);
            case Tree.Scalar scalar when scalar.isNothing() -> {}
            case Tree.Scalar scalar -> reading.remarks().invalid(scalar.line(), path, scalar.text(), "a list or a map");
        }
    }

    private void named(Reading.Item item) {
        if (!item.text().isOpen()) {
            attach(item.text().value(), item.line(), item.path());
        }
    }

    private void attach(String network, int line, String path) {
        reading.refer(new Reference(Reference.Kind.NETWORK, network, line, path));
        aliases.putIfAbsent(network, new TreeSet<>());
    }

    private void attachment(Tree.Entry entry, String path) {
        reading.remarks().used(entry.line(), path);
        attach(entry.key(), entry.line(), path);
        if (entry.value() instanceof Tree.Scalar scalar && scalar.isNothing()) {
            return;
        }
        reading.remarks()
                .mapping(entry.value(), path)
                .map(map -> ComposeKeys.ATTACHMENT.read(map, path, reading.remarks()))
                .flatMap(section -> section.find("aliases"))
                .ifPresent(tree -> aliases(tree, entry.key(), path + ".aliases"));
    }

    private void aliases(Tree tree, String network, String path) {
        for (Reading.Item item : reading.texts(tree, path)) {
            reading.parse(item.text(), item.line(), item.path(), ALIAS_FORM)
                    .ifPresent(alias ->
                            aliases.getOrDefault(network, new TreeSet<>()).add(alias));
        }
    }
}
