package org.tenantry.gateway.templates.compose;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tenantry.common.instance.Mount;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/**
 * Reads {@code volumes}, {@code tmpfs}, {@code secrets} and {@code configs} of a service: volumes, memory and files of the
 * template, nothing of the node.
 */
final class Mounts {
    static final Form<String> TARGET = new Form<>(Mounts::target, "an absolute path, not /, /proc or /sys");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
    private static final String SHORT = "name:/path, name:/path:ro, ./file:/path:ro, /path or the long form";
    private static final String READ_ONLY = "files of the template are mounted read-only";
    private static final Form<Boolean> TRUTH = new Form<>(Quantities::truth, "true or false");
    private static final Form<String> TYPE = new Form<>(
            text -> List.of("volume", "tmpfs", "bind").contains(text) ? Optional.of(text) : Optional.empty(),
            "volume, tmpfs or bind");

    private final Reading reading;
    private final SortedMap<String, Mount> byTarget = new TreeMap<>();

    Mounts(Reading reading) {
        this.reading = reading;
    }

    /** By where they are mounted. */
    List<Mount> read(Section service) {
        service.find("volumes").ifPresent(tree -> volumes(tree, service.path("volumes")));
        service.find("tmpfs")
                .ifPresent(tree -> reading.textOrTexts(tree, service.path("tmpfs"))
                        .forEach(item -> Memory.shortForm(item, reading).ifPresent(memory -> put(memory, item))));
        for (SharedMounts.Placed placed : SharedMounts.read(service, reading)) {
            put(placed.mount(), placed.line(), placed.path());
        }
        return List.copyOf(byTarget.values());
    }

    private void volumes(Tree tree, String path) {
        if (!(tree instanceof Tree.Sequence list)) {
            reading.remarks().invalid(tree.line(), path, tree.kind(), "a list");
            return;
        }
        for (int i = 0; i < list.items().size(); i++) {
            Tree item = list.items().get(i);
            String at = path + "[" + i + "]";
            if (item instanceof Tree.Mapping map) {
                longForm(map, at);
            } else {
                reading.text(item, at).ifPresent(text -> shortForm(new Reading.Item(text, item.line(), at)));
            }
        }
    }

    private void shortForm(Reading.Item item) {
        if (item.text().isOpen()) {
            return;
        }
        String[] parts = item.text().value().split(":", -1);
        if (parts.length == 1 && !parts[0].contains("docker.sock")) {
            known(parts[0], item, TARGET).ifPresent(at -> put(new Mount.Anonymous(at), item));
            return;
        }
        if (isOfTheNode(parts[0], item.line(), item.path())) {
            return;
        }
        Optional<Boolean> readOnly = parts.length == 3 ? mode(parts[2]) : Optional.of(false);
        if (parts.length > 3 || readOnly.isEmpty()) {
            reading.remarks().invalid(item.line(), item.path(), item.text().value(), SHORT);
        } else if (parts[0].startsWith(".")) {
            bind(parts[0], parts[1], readOnly.get(), item);
        } else {
            volume(parts[0], parts[1], readOnly.get(), item);
        }
    }

    /** Words for engines that share files between machines, or label them, have no effect. */
    private static Optional<Boolean> mode(String mode) {
        boolean readOnly = false;
        for (String word : mode.split(",", -1)) {
            if (!List.of("ro", "rw", "z", "Z", "cached", "delegated", "consistent")
                    .contains(word)) {
                return Optional.empty();
            }
            readOnly |= word.equals("ro");
        }
        return Optional.of(readOnly);
    }

    private void bind(String source, String target, boolean readOnly, Reading.Item item) {
        FilesBeside.Place place = new FilesBeside.Place(source, item.line(), item.path());
        known(target, item, TARGET)
                .flatMap(at -> reading.files().mount(place, at))
                .ifPresent(mount -> {
                    reading.remarks().used(item.line(), item.path(), readOnly ? "" : READ_ONLY);
                    put(mount, item);
                });
    }

    private void volume(String name, String target, boolean readOnly, Reading.Item item) {
        if (!NAME.matcher(name).matches()) {
            reading.remarks().invalid(item.line(), item.path(), name, "the name of a volume");
            return;
        }
        reading.refer(new Reference(Reference.Kind.VOLUME, name, item.line(), item.path()));
        known(target, item, TARGET).ifPresent(at -> put(new Mount.Volume(name, at, readOnly), item));
    }

    private void longForm(Tree.Mapping map, String path) {
        Section mount = ComposeKeys.MOUNT.read(map, path, reading.remarks());
        mount.find("bind")
                .flatMap(tree -> reading.remarks().mapping(tree, mount.path("bind")))
                .ifPresent(bind -> ComposeKeys.BIND.read(bind, mount.path("bind"), reading.remarks()));
        Optional<Text> source = mount.find("source").flatMap(tree -> reading.text(tree, mount.path("source")));
        Optional<String> type = value(mount, "type", TYPE);
        Optional<String> target = value(mount, "target", TARGET);
        require(mount, "type", TYPE);
        require(mount, "target", TARGET);
        if (type.isPresent() && target.isPresent()) {
            typed(mount, type.get(), target.get(), source);
        }
    }

    private void require(Section mount, String key, Form<String> form) {
        if (mount.find(key).isEmpty()) {
            reading.remarks().invalid(mount.line(), mount.path(key), "none", form.expected());
        }
    }

    private void typed(Section mount, String type, String target, Optional<Text> source) {
        String path = mount.path("source");
        Reading.Item item = new Reading.Item(source.orElse(new Text("", Text.State.KNOWN)), mount.line("source"), path);
        boolean readOnly = value(mount, "read_only", TRUTH).orElse(false);
        String from = item.text().value();
        if (type.equals("tmpfs")) {
            put(Memory.longForm(mount, target, reading), item);
        } else if (type.equals("volume") && source.isEmpty()) {
            put(new Mount.Anonymous(target), item);
        } else if (!item.text().isOpen() && !isOfTheNode(from, item.line(), path)) {
            if (type.equals("bind")) {
                bind(from, target, readOnly, item);
            } else if (from.startsWith(".")) {
                reading.remarks().invalid(item.line(), path, from, "the name of a volume");
            } else {
                volume(from, target, readOnly, item);
            }
        }
    }

    private boolean isOfTheNode(String source, int line, String path) {
        String expected;
        if (source.contains("docker.sock")) {
            expected = "nothing: the engine's socket owns the node";
        } else if (source.startsWith("/") || source.startsWith("~") || source.startsWith("\\")) {
            expected = "a named volume or a file of the template: directories of the node are not an instance's";
        } else {
            return false;
        }
        reading.remarks().unsupported(line, path, source, expected);
        return true;
    }

    private <T> Optional<T> value(Section section, String key, Form<T> form) {
        return section.find(key).flatMap(tree -> reading.parse(tree, section.path(key), form));
    }

    private <T> Optional<T> known(String value, Reading.Item item, Form<T> form) {
        return reading.parse(new Text(value, Text.State.KNOWN), item.line(), item.path(), form);
    }

    private void put(Mount mount, Reading.Item item) {
        put(mount, item.line(), item.path());
    }

    private void put(Mount mount, int line, String path) {
        if (byTarget.putIfAbsent(mount.target(), mount) != null) {
            reading.remarks().invalid(line, path, mount.target(), "each path once");
        }
    }

    static Optional<String> target(String path) {
        String shorter = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean taken = shorter.startsWith("/")
                && shorter.length() > 1
                && shorter.length() <= 1024
                && !(shorter + "/").matches("(?s)/(proc|sys)/.*|.*/\\.{0,2}/.*|.*\\p{Cntrl}.*");
        return taken ? Optional.of(shorter) : Optional.empty();
    }
}
