package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.Mount;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code secrets} and {@code configs} of a service: where in its containers it finds those of the file. */
final class SharedMounts {
    private static final Pattern OCTAL = Pattern.compile("0o?[0-7]{1,3}");
    private static final int MOST_ID = 999_999_999;
    private static final Form<Integer> MODE = new Form<>(SharedMounts::mode, "octal permissions such as 0440");
    private static final Form<Integer> ID = new Form<>(text -> Quantities.whole(text, 0, MOST_ID), "a number");
    private static final int READABLE = 0444;

    private final Reading reading;
    private final SharedFiles files;
    private final Reference.Kind kind;
    private final String standard;

    /** A mount and where it is written. */
    record Placed(Mount mount, int line, String path) {}

    private SharedMounts(Reading reading, SharedFiles files, Reference.Kind kind, String standard) {
        this.reading = reading;
        this.files = files;
        this.kind = kind;
        this.standard = standard;
    }

    /** In the order of the file. */
    static List<Placed> read(Section service, Reading reading) {
        List<Placed> all = new ArrayList<>();
        all.addAll(new SharedMounts(reading, reading.secrets(), Reference.Kind.SECRET, "/run/secrets/")
                .read(service, "secrets"));
        all.addAll(new SharedMounts(reading, reading.configs(), Reference.Kind.CONFIG, "/").read(service, "configs"));
        return all;
    }

    /** A file that everybody may read. */
    static Mount file(String target, Content content, int mode) {
        return new Mount.File(target, content, mode, OptionalInt.empty(), OptionalInt.empty());
    }

    private List<Placed> read(Section service, String key) {
        Optional<Tree> tree = service.find(key);
        if (tree.isEmpty() || tree.get() instanceof Tree.Scalar scalar && scalar.isNothing()) {
            return List.of();
        }
        if (!(tree.get() instanceof Tree.Sequence list)) {
            reading.remarks()
                    .invalid(tree.get().line(), service.path(key), tree.get().kind(), "a list");
            return List.of();
        }
        List<Placed> mounts = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            String path = service.path(key) + "[" + i + "]";
            Tree item = list.items().get(i);
            Section section = item instanceof Tree.Mapping map
                    ? ComposeKeys.FILE_USE.read(map, path, reading.remarks())
                    : Section.none(path, item.line());
            source(item, section, path)
                    .flatMap(source -> mount(source, section))
                    .ifPresent(mount -> {
                        mounts.add(new Placed(mount, item.line(), path));
                    });
        }
        return mounts;
    }

    private Optional<String> source(Tree item, Section section, String path) {
        Optional<Text> name;
        if (item instanceof Tree.Mapping) {
            name = section.find("source").flatMap(tree -> reading.text(tree, section.path("source")));
            if (section.find("source").isEmpty()) {
                reading.remarks().invalid(item.line(), section.path("source"), "none", "a name");
            }
        } else {
            name = reading.text(item, path);
        }
        return name.filter(text -> !text.isOpen()).map(Text::value);
    }

    private Optional<Mount> mount(String source, Section section) {
        reading.refer(new Reference(kind, source, section.line(), section.path()));
        String target =
                value(section, "target", new Form<>(Optional::of, "a path")).orElse(source);
        String at = target.startsWith("/") ? target : standard + target;
        int mode = value(section, "mode", MODE).orElse(READABLE);
        OptionalInt user = whole(value(section, "uid", ID));
        OptionalInt group = whole(value(section, "gid", ID));
        Optional<String> path = Mounts.target(at);
        if (path.isEmpty()) {
            reading.remarks().invalid(section.line(), section.path(), at, Mounts.TARGET.expected());
        }
        return path.flatMap(it -> files.content(source).map(content -> new Mount.File(it, content, mode, user, group)));
    }

    private <T> Optional<T> value(Section section, String key, Form<T> form) {
        return section.find(key).flatMap(tree -> reading.parse(tree, section.path(key), form));
    }

    private static Optional<Integer> mode(String text) {
        return OCTAL.matcher(text).matches()
                ? Optional.of(Integer.parseInt(text.replaceFirst("^0o?", "0"), 8))
                : Optional.empty();
    }

    private static OptionalInt whole(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
