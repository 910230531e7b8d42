package org.tenantry.gateway.templates.compose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tenantry.common.instance.Mount;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code volumes} and {@code tmpfs} of a service: named volumes and memory, nothing of the node. */
final class Mounts {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
    private static final String SHORT = "name:/path, name:/path:ro or the long form";
    private static final Form<Boolean> TRUTH = new Form<>(Quantities::truth, "true or false");
    private static final Form<Long> SIZE = new Form<>(Quantities::size, "a size such as 64m");
    private static final Form<String> TARGET = new Form<>(Mounts::target, "an absolute path, not /, /proc or /sys");
    private static final Form<String> TYPE = new Form<>(
            text -> List.of("volume", "tmpfs", "bind").contains(text) ? Optional.of(text) : Optional.empty(),
            "volume or tmpfs");

    private final Reading reading;
    private final SortedMap<String, Mount> byTarget = new TreeMap<>();

    Mounts(Reading reading) {
        this.reading = reading;
    }

    /** By where they are mounted. */
    List<Mount> read(Section service) {
        service.find("volumes").ifPresent(tree -> volumes(tree, service.path("volumes")));
        service.find("tmpfs")
                .ifPresent(
                        tree -> reading.textOrTexts(tree, service.path("tmpfs")).forEach(this::tmpfs));
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
        if (isOfTheNode(parts[0], item.line(), item.path())) {
            return;
        }
        Optional<Boolean> readOnly = parts.length == 3 ? mode(parts[2]) : Optional.of(false);
        if (parts.length < 2 || parts.length > 3 || readOnly.isEmpty()) {
            reading.remarks().invalid(item.line(), item.path(), item.text().value(), SHORT);
            return;
        }
        volume(parts[0], parts[1], readOnly.get(), item);
    }

    private static Optional<Boolean> mode(String mode) {
        return switch (mode) {
            case "ro" -> Optional.of(true);
            case "rw" -> Optional.of(false);
            default -> Optional.empty();
        };
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
        Optional<Text> source = mount.find("source").flatMap(tree -> reading.text(tree, mount.path("source")));
        Optional<String> type = value(mount, "type", TYPE);
        Optional<String> target = value(mount, "target", TARGET);
        for (String key : List.of("type", "target")) {
            if (mount.find(key).isEmpty()) {
                reading.remarks()
                        .invalid(
                                mount.line(),
                                mount.path(key),
                                "none",
                                key.equals("type") ? TYPE.expected() : TARGET.expected());
            }
        }
        if (type.isPresent() && target.isPresent()) {
            typed(mount, type.get(), target.get(), source);
        }
    }

    private void typed(Section mount, String type, String target, Optional<Text> source) {
        String path = mount.path("source");
        Reading.Item item = new Reading.Item(source.orElse(new Text("", Text.State.KNOWN)), mount.line("source"), path);
        if (type.equals("tmpfs")) {
            put(new Mount.Tmpfs(target, size(mount)), item);
        } else if (!item.text().isOpen()
                && !isOfTheNode(type.equals("bind") ? bound(item) : item.text().value(), item.line(), path)) {
            volume(item.text().value(), target, value(mount, "read_only", TRUTH).orElse(false), item);
        }
    }

    /** A bind is one whatever its source looks like. */
    private static String bound(Reading.Item item) {
        String source = item.text().value();
        return source.startsWith("/") || source.startsWith(".") ? source : "./" + source;
    }

    private OptionalLong size(Section mount) {
        Optional<Long> size = mount.find("tmpfs")
                .flatMap(tree -> reading.remarks().mapping(tree, mount.path("tmpfs")))
                .map(map -> ComposeKeys.TMPFS.read(map, mount.path("tmpfs"), reading.remarks()))
                .flatMap(options -> value(options, "size", SIZE));
        return size.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** {@code /run} or {@code /run:size=64m}. */
    private void tmpfs(Reading.Item item) {
        if (item.text().isOpen()) {
            return;
        }
        String[] parts = item.text().value().split(":", 2);
        OptionalLong size = OptionalLong.empty();
        for (String option : parts.length == 1 ? List.<String>of() : Arrays.asList(parts[1].split(","))) {
            if (!option.startsWith("size=")) {
                reading.remarks()
                        .unsupported(item.line(), item.path(), option, "size=64m; other options are not supported yet");
                return;
            }
            size = known(option.substring("size=".length()), item, SIZE)
                    .map(OptionalLong::of)
                    .orElse(size);
        }
        OptionalLong bytes = size;
        known(parts[0], item, TARGET).ifPresent(at -> put(new Mount.Tmpfs(at, bytes), item));
    }

    private boolean isOfTheNode(String source, int line, String path) {
        String expected;
        if (source.contains("docker.sock")) {
            expected = "nothing: the engine's socket owns the node";
        } else if (source.startsWith("/") || source.startsWith("~") || source.startsWith("\\")) {
            expected = "a named volume: directories of the node are not an instance's";
        } else if (source.startsWith(".")) {
            expected = "a named volume: files beside the template are not supported yet";
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
        if (byTarget.putIfAbsent(mount.target(), mount) != null) {
            reading.remarks().invalid(item.line(), item.path(), mount.target(), "each path once");
        }
    }

    private static Optional<String> target(String path) {
        String shorter = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean taken = shorter.startsWith("/")
                && shorter.length() > 1
                && shorter.length() <= 1024
                && !(shorter + "/").matches("(?s)/(proc|sys)/.*|.*/\\.{0,2}/.*|.*\\p{Cntrl}.*");
        return taken ? Optional.of(shorter) : Optional.empty();
    }
}
